"""Where somebody is in a flow: of each recording, and where none was recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from app.kratos import ids
from app.kratos.arrange import arrange
from app.kratos.flow import Flow, Message, parse_flow
from app.kratos.lead import LEADS
from app.kratos.step import Step, StepName, step_of
from app.kratos.types import FLOW_KINDS
from tests.support import steps
from tests.support.recordings import flow_recordings, recording


def flow_of(name: str, version: str = "v1.3.1", **more: Any) -> Flow:
    found = recording(version, name)
    return replace(parse_flow(found.flow_kind, found.body), **more)


def at(flow: Flow) -> Step:
    return step_of(flow, arrange(flow))


def test_the_table_is_up_to_date() -> None:
    """After a change: `.venv/bin/python -m tests.support.steps`, and read what has changed."""
    assert steps.LIST.read_text("utf-8").splitlines() == list(steps.lines())


def test_the_table_has_every_recording_and_every_step() -> None:
    found = {line.partition(": ")[2].partition(" ")[0] for line in steps.lines()}
    assert len(list(steps.lines())) == len(flow_recordings())
    assert found == set(get_args(StepName))


def test_no_recording_is_without_words_for_what_was_sent() -> None:
    for each in flow_recordings():
        step = steps.step_at(each)
        assert not step.sent or step.words, each.id
        assert len(step.words) in (len(step.said), 1 if not step.said else len(step.said)), each.id


def test_every_kind_has_messages_that_stand_below_the_title() -> None:
    assert set(LEADS) == set(FLOW_KINDS)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "start"),
        ({"refresh": True}, "again"),
        ({"requested_aal": "aal2"}, "second"),
        ({"requested_aal": "aal2", "refresh": True}, "second"),
        ({"requested_aal": "aal2", "state": "sent_email"}, "sent"),
        ({"messages": (Message(ids.LOGIN_LINK, "Link."),)}, "linking"),
    ],
)
def test_what_a_sign_in_is_for_comes_before_what_it_asks(changes: dict[str, Any], name: str) -> None:
    assert at(flow_of("login.choose_method.all_methods", **changes)).name == name


def test_a_code_for_somebody_who_is_known_was_sent_for_sure() -> None:
    sent = flow_of("login.sent_email.code")
    assert (at(sent).sure, at(sent).words[0].id) == (False, ids.LOGIN_CODE_SENT)
    again = at(replace(sent, refresh=True))
    assert (again.sure, again.words[0].id) == (True, ids.REGISTRATION_CODE_SENT)
    assert again.said == at(sent).said


def test_words_stay_when_another_message_takes_the_place_of_kratos_own() -> None:
    wrong = flow_of("login.sent_email.code", messages=(Message(4010008, "Wrong code.", "error"),))
    assert (at(wrong).said, [each.id for each in at(wrong).words]) == ((), [ids.LOGIN_CODE_SENT])


@pytest.mark.parametrize(
    ("address", "medium"),
    [("ann@example.com", "email"), ("+49 30 1", "phone"), ("0301", "phone"), ("ann", "")],
)
def test_where_a_code_went_to(address: str, medium: str) -> None:
    flow = flow_of("login.sent_email.code")
    nodes = tuple(replace(n, value=address) if n.name == "identifier" else n for n in flow.nodes)
    step = at(replace(flow, nodes=nodes))
    assert (step.medium, step.address, step.named) == (medium, address, (address,))


def test_nothing_to_send_is_a_dead_end_unless_kratos_says_why() -> None:
    for kind in ("login.choose_method.all_methods", "registration.choose_credentials.all_methods"):
        assert at(flow_of(kind, nodes=())).dead_end
        assert not at(flow_of(kind, nodes=(), messages=(Message(ids.NO_METHODS, "No."),))).dead_end
    assert at(flow_of("recovery.choose_method.code", nodes=())).dead_end
    assert not at(flow_of("recovery.choose_method.code", nodes=(), state="passed_challenge")).dead_end


def test_a_second_step_that_sends_a_code_starts_anew_only_when_asked() -> None:
    sent = flow_of("login.sent_email.code")
    assert at(sent).renews
    assert not at(replace(sent, requested_aal="aal2")).renews
