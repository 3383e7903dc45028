"""Flows that no Kratos should send: whatever parses is shown, without an exception and without a way out of HTML."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.kratos.flow import parse_flow
from app.preview.exhibits import flow_page_context
from app.upstream.errors import ProtocolError
from app.web.page import show
from tests.support.recordings import Recording, flow_recordings

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, "", EVIL, "javascript:alert(1)", "%(x)s %s %d {0}",
    "x" * 5000, "\x00\u202e\ud800",
    [], {}, [None], {"id": EVIL}, [[["deep"]]], {"text": None, "id": "7"},
)  # fmt: skip


def mutate(chance: random.Random, value: Any) -> Any:
    """`value` with one place in it, however deep, replaced, left out or doubled."""
    if isinstance(value, dict) and value and chance.random() < 0.93:
        key = chance.choice(sorted(value))
        if chance.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mutate(chance, value[key])}
    if isinstance(value, list) and value and chance.random() < 0.93:
        place = chance.randrange(len(value))
        if chance.random() < 0.1:
            return [*value, value[place]]
        return [*value[:place], mutate(chance, value[place]), *value[place + 1 :]]
    return chance.choice(VALUES)


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_flow_is_shown(app: Flask, seed: int) -> None:
    chance = random.Random(seed)  # the same flows each time
    for _ in range(60):
        recording = chance.choice(flow_recordings())
        body = copy.deepcopy(recording.body)
        for _ in range(chance.randint(1, 6)):
            body = mutate(chance, body) if isinstance(body, dict) else body
        check(app, recording, body if isinstance(body, dict) else {})


def check(app: Flask, recording: Recording, body: dict[str, Any]) -> None:
    try:
        flow = parse_flow(recording.kind, body)  # type: ignore[arg-type]
    except ProtocolError:
        return
    with app.test_request_context("/"):
        app.preprocess_request()
        response = show(f"pages/{flow.kind}.html", flow_page_context(flow))
        headers = app.process_response(response).headers
    for _, value in headers:
        assert value.isascii(), value
        assert value.isprintable(), value
    page = BeautifulSoup(response.data, "html.parser")
    assert not [tag for tag in page.find_all("script") if not tag.get("src")], "no inline script"
    assert not page.select("img[onerror]")
    for tag in page.find_all(True):
        for name in ("href", "src", "action"):
            assert "javascript:" not in str(tag.get(name, "")).lower(), tag
        assert not [name for name in tag.attrs if name.startswith("on")], tag
