"""A page as Chromium tells it to a screen reader: roles, names, states and descriptions, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

Node = Mapping[str, Any]

SILENT = {
    "generic", "none", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea", "LabelText", "Legend",
    "sectionheader", "paragraph", "strong", "emphasis", "code",
}  # fmt: skip
"""Roles that nobody speaks; their contents are told."""
WORDS = {
    "StaticText": "text",
    "DisclosureTriangle": "disclosure",
    "Date": "date",
    "DescriptionList": "list of terms",
}
SAYS_ITSELF = {
    "button",
    "link",
    "heading",
    "DisclosureTriangle",
    "checkbox",
    "radio",
    "option",
    "textbox",
    "spinbutton",
}
"""Roles whose name, or value, is the text inside."""
STATES = ("required", "invalid", "checked", "pressed", "expanded", "disabled", "readonly", "focused", "live")
MARKS = {"aria-current": "current", "lang": "lang"}
"""What Chromium hands on to a screen reader, but not to us, by its attribute."""
Attributes = Mapping[int, Mapping[str, str]]


def heard(page: Page) -> str:
    """Return the page, one line for each thing that is told, children below their parent."""
    session = page.context.new_cdp_session(page)
    nodes = {each["nodeId"]: each for each in session.send("Accessibility.getFullAXTree")["nodes"]}
    document = session.send("DOM.getDocument", {"depth": -1, "pierce": False})["root"]
    session.detach()
    root = next(each for each in nodes.values() if "parentId" not in each)
    teller = _Teller(nodes, dict(_attributes(document)))
    language = page.locator("html").evaluate("each => `${each.lang} ${each.dir}`")
    head = (f"title: {_text(root, 'name')}", f"language: {language}", "")
    return "\n".join((*head, *teller.lines(root, 0, ""))) + "\n"


@dataclass(frozen=True, slots=True)
class _Teller:
    nodes: Mapping[str, Node]
    attributes: Attributes

    def lines(self, node: Node, depth: int, above: str) -> Iterator[str]:
        """`above`: what has been told of the element that the node is in."""
        if line := self._line(node, above):
            yield "  " * depth + line
            depth += 1
            above = f"{_text(node, 'name')} {_text(node, 'value')}" if _role(node) in SAYS_ITSELF else ""
        for child in node.get("childIds", ()):
            if child in self.nodes:
                yield from self.lines(self.nodes[child], depth, above)

    def _line(self, node: Node, above: str) -> str:
        role, name = _role(node), _text(node, "name")
        marks = self._marks(node)
        quiet = role in SILENT and not marks and not (_state(node, "live") or _state(node, "focused"))
        if (
            node["ignored"]
            or quiet
            or role == "RootWebArea"
            or (role == "StaticText" and (not name or name in above))
        ):
            return ""
        parts = [WORDS.get(role, role)]
        if role == "heading":
            parts.append(str(_state(node, "level")))
        parts += [f'"{name}"'] if name else []
        parts += [f"= {value}"] if (value := _text(node, "value")) and value != name else []
        states = [(state, _state(node, state)) for state in STATES]
        parts += [
            _said(*each) for each in (*states, *marks) if each[1] not in (None, False, "false", "off", "")
        ]
        parts += [f"— {description}"] if (description := _text(node, "description")) else []
        return " ".join(parts)

    def _marks(self, node: Node) -> list[tuple[str, object]]:
        found = self.attributes.get(node.get("backendDOMNodeId", 0), {})
        return [(word, found[name]) for name, word in MARKS.items() if name in found]


def _attributes(node: Node) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the attributes of all elements by their number."""
    pairs = node.get("attributes", ())
    if pairs and node["nodeName"] != "HTML":
        yield node["backendNodeId"], dict(zip(pairs[::2], pairs[1::2], strict=True))
    for child in node.get("children", ()):
        yield from _attributes(child)


def _said(state: str, value: object) -> str:
    return f"[{state}]" if value in (True, "true") else f"[{state}: {value}]"


def _role(node: Node) -> str:
    return str(node.get("role", {}).get("value", ""))


def _text(node: Node, key: str) -> str:
    return " ".join(str(node.get(key, {}).get("value", "")).split())


def _state(node: Node, name: str) -> object:
    found = (each["value"].get("value") for each in node.get("properties", ()) if each["name"] == name)
    return next(found, None)
