"""Recorded flows with anything in them: a page or a refusal, no exception, and nothing that runs or is foreign."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from app import create_app
from app.config import Config
from app.kratos.arrange import arrange, needs_kratos_script, prefill
from app.kratos.flow import Flow, parse_flow
from app.preview.exhibits import flow_page_context
from app.upstream import values
from app.upstream.errors import ProtocolError
from app.web.page import show
from tests.soak.amount import PAGES
from tests.support.markup import faults
from tests.support.mutation import mutate, put_markup
from tests.support.recordings import flow_recordings

pytestmark = pytest.mark.long

PARTS = 8
"""That may run apart."""
MARKUP = 3
"""Changes to a flow that has markup in some of its texts besides."""
FLOWS = [(each.kind, orjson.dumps(each.body)) for each in flow_recordings()]


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_kratos_sends_a_page_holds_nothing_of_harm(app: Flask, part: int) -> None:
    seen: Counter[str] = Counter()

    @seed(part)
    @settings(
        max_examples=PAGES * 11 // PARTS // 10,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, len(FLOWS) - 1), st.integers(1, 6), st.integers(0, 2**63))
    def check(number: int, changes: int, chance: int) -> None:
        kind, text = FLOWS[number]
        body = orjson.loads(text)
        source = random.Random(chance)
        if changes == MARKUP:
            put_markup(body, source, 0.2, 0.02)
        mutate(body, source, changes)
        try:
            answer = values.load(json.dumps(body).encode())
        except ValueError:
            seen["refused"] += 1
            return
        try:
            flow = parse_flow(kind, values.mapping(answer))  # type: ignore[arg-type]
        except ProtocolError:
            seen["refused"] += 1
            return
        check_page(flow, page_of(app, flow))
        seen["pages"] += 1

    check()
    assert seen["pages"] >= PAGES / PARTS, seen
    assert seen["refused"] < seen["pages"] / 10, "a flow should survive most changes"


def page_of(app: Flask, flow: Flow) -> bytes:
    with app.test_request_context("/"):
        app.preprocess_request()
        response = app.process_response(show(f"pages/{flow.kind}.html", flow_page_context(flow)))
    assert all(value.isascii() and value.isprintable() for _, value in response.headers)
    return response.get_data()


def check_page(flow: Flow, page: bytes) -> None:
    scripts: set[Any] = {node.src for node in flow.scripts if node.src}
    token = any(node.name == "csrf_token" and node.type == "input" and node.hidden for node in flow.nodes)
    assert faults(page, scripts=scripts, token=token) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_changed_flow_is_arranged_and_left_as_it_was(seed: int) -> None:
    chance = random.Random(seed)
    refused = 0
    for recorded in flow_recordings():
        body = json.loads(json.dumps(recorded.body))
        mutate(body, chance, chance.randint(1, 6))
        before = repr(body)
        try:
            flow = parse_flow(recorded.flow_kind, body)
        except ProtocolError:
            refused += 1
            continue
        finally:
            assert repr(body) == before
        forms = arrange(flow)
        ids = [node.element_id for form in forms for node in form.nodes]
        assert len(ids) == len(set(ids))
        assert all(any(node.button for node in form.nodes) for form in forms)
        assert all(node.type == "script" for node in flow.scripts)
        needs_kratos_script(flow)
        assert prefill(replace(flow, refresh=True), "ann@example.com").id == flow.id
    assert refused < len(flow_recordings()) / 10, "the flow should survive most mutations"
