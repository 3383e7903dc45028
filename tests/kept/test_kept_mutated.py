"""Flows that no Kratos has sent: changed, cut and repeated at random. A page out of the cache is the page made anew."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from app.current import ui
from app.kratos.flow import parse_flow
from app.kratos.shape import shape_of
from app.upstream import values
from app.upstream.errors import ProtocolError
from tests.support.kept import Twins, others
from tests.support.mutation import mutate
from tests.support.recordings import recording

pytestmark = pytest.mark.long

NAMES = (
    "login.choose_method.password_only", "login.identifier_first.step1", "login.choose_method.wrong_password",
    "registration.profile.no_methods", "registration.one_step.password_only", "recovery.choose_method.code",
    "recovery.sent_email.code", "verification.choose_method.code", "verification.sent_email.code",
    "settings.show_form.password_only", "settings.show_form.totp_enabled",
)  # fmt: skip
BODIES = {name: recording("v1.3.1", name).body for name in NAMES}
PARTS, EXAMPLES, EACH = 4, 340, 20
"""Parts that may run apart, changed flows in each, flows with other values of each: 20,000 pages in all, and more."""


@pytest.mark.parametrize("part", range(PARTS))
def test_equal_to_the_page_made_anew(part: int, monkeypatch: Any) -> None:
    twins = Twins()
    pages = ui(twins.keeping).pages
    monkeypatch.setattr(type(pages), "wants", lambda self, key: key not in self._kept)  # at first sight
    seen: Counter[str] = Counter()

    @seed(part)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(NAMES), st.integers(0, 3), st.integers(0, 2**63))
    def check(name: str, changes: int, chance: int) -> None:
        source = random.Random(chance)
        kind = name.partition(".")[0]
        body = copy.deepcopy(BODIES[name])
        mutate(body, source, changes)
        if not _readable(kind, body):
            seen["unreadable"] += 1
            return
        before = twins.hits
        assert twins.kept(kind, body) == twins.made(kind, body)
        shape = shape_of(body)
        for _ in range(EACH if shape else 1):
            other = others(shape, source) if shape else body
            assert twins.kept(kind, other) == twins.made(kind, other)
            seen["pages"] += 1
        seen["kept"] += twins.hits - before

    check()
    assert seen["pages"] >= 20_000 / PARTS, seen
    assert seen["kept"] >= 15_000 / PARTS, seen


def _readable(kind: str, body: Any) -> bool:
    """Whether a page is made of `body`, and its id can stand in an address: half a character can't."""
    try:
        answer = values.mapping(values.load(json.dumps(body).encode()))
    except ValueError:
        return False
    try:
        parse_flow(kind, answer)  # type: ignore[arg-type]
    except ProtocolError:
        return False
    return bool(body["id"] == answer["id"])
