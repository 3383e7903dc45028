"""Markup in every text at once: no page lets it through, and each place of a template that did would be found."""

from __future__ import annotations

import copy
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.current import ui
from app.kratos.flow import parse_flow
from app.kratos.schema import Schema
from app.kratos.types import FLOW_KINDS, FlowKind
from app.preview.exhibits import Exhibit, exhibits
from app.theme.contract import PageContext
from app.theme.render import render
from app.web.flow_page import flow_context, prepared
from app.web.kratos import ask_nobody
from tests.soak import rare
from tests.soak.places import Places
from tests.support.markup import MARK, faults
from tests.support.mutation import EVIL, put_markup
from tests.support.recordings import flow_recordings

Show = Callable[[], tuple[str, PageContext]]
SHARES = ((1, 0), (0.5, 0.1), (0.2, 0.3))
"""Of the texts of a flow that get markup, and of its other strings: some are seen only where another is as it was."""
OTHER_EACH_TIME = re.compile(rb'(?:nonce|name="csrf_token" value)="[^"]*"')
TRIES = 16
"""Pages that are looked at with a place broken."""
RARE = 12
"""Times that the flow of what is rare is shown, of each kind."""
ADDRESSES = frozenset({
    "links", "all_languages", "accessibility", "url", "logo", "logo_dark", "favicon", "sheets", "stylesheet",
})  # fmt: skip
DECIDES = frozenset({"code", "dir", "scheme", "kind", "during", "notice"})
"""Fields of a context that say which page it is."""
KEYS = frozenset({"ends", "providers", "unconfirmed"})
"""Fields that are looked up by what another says."""


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


@pytest.fixture(scope="module")
def app(places: Places) -> Flask:
    made = create_app(
        Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, project_name=f"<{MARK}>")
    )
    places.watch(made.jinja_env)
    return made


def shows() -> Iterator[Show]:
    """What a page is made of, again and again the same."""
    known: list[tuple[FlowKind, Any, Schema | None]] = [
        (each.flow_kind, each.body, None) for each in flow_recordings()
    ]
    known += [(kind, rare.flow(), rare.schema()) for kind in FLOW_KINDS for _ in range(RARE)]
    for number, (kind, body, schema) in enumerate(known):
        hostile = copy.deepcopy(body)
        put_markup(hostile, random.Random(number), *SHARES[number % len(SHARES)])
        yield partial(flow_show, kind, hostile, schema)
    for exhibit in exhibits().values():
        if exhibit.section == "pages":
            yield from (partial(other_show, exhibit, text) for text in (EVIL, f"<{MARK}>"))


def flow_show(kind: FlowKind, body: Any, schema: Schema | None) -> tuple[str, PageContext]:
    page = ui().flow_pages[kind]
    ask_nobody()
    context = flow_context(page, prepared(page, parse_flow(kind, body), schema))
    shared = {
        name: said(getattr(context, name), EVIL, name) for name in ("brand", "links", "languages", "identity")
    }
    return f"pages/{kind}.html", replace(context, **shared)


def as_it_is(exhibit: Exhibit) -> tuple[str, PageContext]:
    return exhibit.template, exhibit.context()


def other_show(exhibit: Exhibit, text: str) -> tuple[str, PageContext]:
    return exhibit.template, said(exhibit.context(), text)


def said(value: Any, text: str, name: str = "") -> Any:
    """What a page shows, with `text` for each text of it and at the end of each address."""
    if name in DECIDES:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: said(getattr(value, field.name), text, field.name) for field in fields(value)}
        return replace(value, **found)
    if isinstance(value, Mapping):
        keys = {key: text if name in KEYS else key for key in value}
        return {keys[key]: said(each, text, name if name == "links" else key) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(said(each, text, name) for each in value)
    if not isinstance(value, str) or not value:
        return value
    return value + text if name in ADDRESSES else text


def page_of(app: Flask, show: Show) -> tuple[bytes, list[str]]:
    """A page without what differs each time, and its faults."""
    with app.test_request_context("/"):
        app.preprocess_request()
        template, context = show()
        page = render(template, context).encode(errors="replace")
    flow = getattr(context, "flow", None)
    scripts = {str(node.src) for node in flow.scripts if node.src} if flow else ()
    return OTHER_EACH_TIME.sub(b"", page), faults(page, scripts=scripts)


def test_our_own_pages_have_no_fault(app: Flask) -> None:
    for exhibit in exhibits().values():
        _, wrong = page_of(app, partial(as_it_is, exhibit))
        assert wrong == [], exhibit.name


def test_a_place_that_did_not_escape_a_text_would_be_found(app: Flask, places: Places) -> None:
    came: dict[str, list[tuple[Show, bytes]]] = defaultdict(list)
    for show in shows():
        places.hostile.clear()
        page, wrong = page_of(app, show)
        assert wrong == [], show
        for place in places.hostile:
            came[place].append((show, page))
    assert len(came) >= 250, "texts with markup should come to all places"
    missed = [place for place, those in sorted(came.items()) if not _found(app, places, place, those[:TRIES])]
    assert missed == [], "`|safe` there would let markup through, and nobody would know"


def _found(app: Flask, places: Places, broken: str, those: list[tuple[Show, bytes]]) -> bool:
    """Whether a page has a fault with that place broken; or none changes, as where a text only chooses."""
    places.broken = broken
    shown = ((page_of(app, show), page) for show, page in those)
    changed, found = False, False
    for (other, wrong), page in shown:
        changed = changed or other != page
        if found := bool(wrong):
            break
    places.broken = ""
    return found or not changed
