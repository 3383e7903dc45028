"""What of a recording must stay for the UI to work as before: its shape, without ids, times, tokens and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Shape = dict[str, Any]


def shape(document: Mapping[str, Any]) -> Shape:
    """The shape of a recording.

    Nodes are counted, not listed: Kratos puts the groups of one flow now in this, now in that order.
    """
    body = document["body"]
    found: Shape = {"status": document["status"], "location": _place(str(document.get("location", "")))}
    if not isinstance(body, Mapping):
        return {**found, "kind": "text" if isinstance(body, str) else "list"}
    if isinstance(body.get("ui"), Mapping):
        return {**found, "kind": "flow", **_of_flow(body)}
    return {**found, "kind": "json", "keys": sorted(body), "error": _of_error(body)}


def differences(before: Shape, now: Shape) -> Iterator[str]:
    """Each difference in words; none if the shapes are equal."""
    for name in sorted(
        before.keys() & now.keys()
    ):  # where one has a name that the other lacks, `kind` differs
        old, new = before[name], now[name]
        if old == new:
            continue
        if isinstance(old, Counter) and isinstance(new, Counter):
            yield from (f"{name}: {item} is gone" for item in (old - new).elements())
            yield from (f"{name}: {item} is new" for item in (new - old).elements())
        else:
            yield f"{name}: {old!r} is now {new!r}"


def _of_flow(body: Mapping[str, Any]) -> Shape:
    ui = body["ui"]
    return {
        "state": body.get("state"),
        "messages": Counter(message["id"] for message in ui.get("messages") or ()),
        "nodes": Counter(_of_node(node) for node in ui["nodes"]),
    }


def _of_node(node: Mapping[str, Any]) -> str:
    """Such as "input password password type=password label=1070001"."""
    attributes = node["attributes"]
    label = (node.get("meta") or {}).get("label") or {}
    parts = [node["type"], node["group"], attributes.get("name") or attributes.get("id") or "-"]
    parts += [f"type={attributes['type']}"] if attributes.get("type") else []
    parts += ["value"] if attributes.get("value") not in (None, "") else []
    parts += [f"label={label['id']}"] if label.get("id") else []
    parts += [f"message={message['id']}" for message in node.get("messages") or ()]
    return " ".join(str(part) for part in parts)


def _of_error(body: Mapping[str, Any]) -> tuple[Any, ...]:
    error = body.get("error")
    return (error.get("id"), error.get("code")) if isinstance(error, Mapping) else ()


def _place(location: str) -> tuple[str, ...]:
    """The address and the names in its query, without values."""
    parts = urlsplit(location.replace("{PUBLIC}", "http://kratos"))
    return (
        f"{parts.scheme}://{parts.netloc}{parts.path}",
        *sorted(name for name, _ in parse_qsl(parts.query)),
    )
