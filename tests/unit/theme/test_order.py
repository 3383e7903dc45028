"""The order of providers that a theme wants."""

from __future__ import annotations

import pytest

from app.kratos.flow import Flow, Node, parse_flow
from app.theme.order import in_order
from tests.support.recordings import recording

VERSIONS = ("v1.3.1", "v26.2.0")


def flow_of(version: str, name: str) -> Flow:
    recorded = recording(version, name)
    return parse_flow(recorded.flow_kind, recorded.body)


def providers(flow: Flow) -> list[object]:
    return [node.value for node in flow.nodes if node.button and node.group == "oidc"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("wanted", [("github", "google"), ("google", "nobody", "google"), ("corp",)])
def test_those_named_come_first(version: str, wanted: tuple[str, ...]) -> None:
    flow = flow_of(version, "login.choose_method.all_methods")
    given, ordered = providers(flow), providers(in_order(flow, wanted))
    named = [each for each in dict.fromkeys(wanted) if each in given]
    assert ordered[: len(named)] == named
    assert ordered[len(named) :] == [each for each in given if each not in named]


def others(flow: Flow) -> list[tuple[int, Node]]:
    return [(place, node) for place, node in enumerate(flow.nodes) if node.group != "oidc"]


@pytest.mark.parametrize("version", VERSIONS)
def test_all_else_stays_where_it_is(version: str) -> None:
    flow = flow_of(version, "settings.show_form.everything_enabled")
    assert others(in_order(flow, ("google",))) == others(flow)
    assert in_order(flow, ()) is flow
