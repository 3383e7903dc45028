"""Rendered pages, and what tests ask of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bs4 import BeautifulSoup, Tag
from flask import Flask

from app.kratos.arrange import Form
from app.kratos.flow import Flow, Node, parse_flow
from app.preview.exhibits import flow_page_context
from app.theme.render import render
from tests.support.recordings import Recording


@dataclass(frozen=True)
class Page:
    """A rendered flow, beside what it was rendered from."""

    flow: Flow
    forms: tuple[Form, ...]
    html: str
    soup: BeautifulSoup
    labels: Mapping[str, str]  # element id → the node's label as the page should say it

    def by_id(self, element_id: str) -> Tag:
        """The one element with this id."""
        found = self._ids.get(element_id, [])
        assert len(found) == 1, f"{element_id} stands {len(found)} times"
        return found[0]

    def testid(self, name: str) -> list[Tag]:
        """All elements with this test id."""
        return self._testids.get(name, [])

    @cached_property
    def _ids(self) -> Mapping[str, list[Tag]]:
        return _by_value(self.soup, "id")

    @cached_property
    def _testids(self) -> Mapping[str, list[Tag]]:
        return _by_value(self.soup, "data-testid")

    @property
    def messages(self) -> Counter[tuple[int, str]]:
        """(id, text) of every message on the page."""
        found = self.soup.select('[data-testid^="ui/message/"]')
        return Counter((int(str(tag["data-testid"]).rpartition("/")[2]), tag.get_text()) for tag in found)


def soup(html: str) -> BeautifulSoup:
    """Parsed HTML."""
    return BeautifulSoup(html, "html.parser")


def _by_value(within: Tag, attribute: str) -> Mapping[str, list[Tag]]:
    """The elements that have `attribute`, by its value: one walk over the page instead of one for each question."""
    found: dict[str, list[Tag]] = {}
    for tag in within.select(f"[{attribute}]"):
        found.setdefault(str(tag[attribute]), []).append(tag)
    return found


def one(within: Tag, selector: str) -> Tag:
    """The first element that `selector` finds; an AssertionError without any."""
    found = within.select_one(selector)
    assert found is not None, f"{selector} is not there"
    return found


def page_of(app: Flask, recording: Recording) -> Page:
    """The page that `app` makes of a recording; made once per run."""
    made: dict[str, Page] = app.extensions.setdefault("pages_of_recordings", {})
    if recording.id not in made:
        made[recording.id] = page_from(app, parse_flow(recording.flow_kind, recording.body))
    return made[recording.id]


def page_from(app: Flask, flow: Flow, identity: str = "", query: str = "") -> Page:
    """The page that `app` makes of a flow."""
    with app.test_request_context(f"/{flow.kind}?{query}"):
        context = flow_page_context(flow)
        context = replace(context, identity=identity) if identity else context
        html = render(f"pages/{flow.kind}.html", context)
        say = app.jinja_env.filters["text"]
        nodes = [node for form in context.forms for node in form.nodes]
        labels = {node.element_id: say(node.label) for node in nodes}
    return Page(flow, context.forms, html, soup(html), labels)


def typed(node: Node) -> bool:
    """Whether this is a field that somebody fills in."""
    return node.type == "input" and not node.hidden and not node.button
