"""What templates may use."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from markupsafe import Markup

from app.current import state
from app.kratos.flow import Message, Node
from app.theme import helpers
from app.theme.helpers import asset, attrs, csp_nonce, csrf_field, local_time, node_template, t, text


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def made(input_type: str = "text", **more: Any) -> Node:
    values: dict[str, Any] = {"type": "input", "group": "default", "name": "x", "kind": f"input.{input_type}"}
    return Node(**{**values, "input_type": input_type, **more})


def test_templates_get_these_helpers_and_no_others(app: Flask) -> None:
    names = {
        "node_template",
        "attrs",
        "t",
        "csp_nonce",
        "asset",
        "url_for",
        "csrf_field",
        "render_node",
        "submit",
    }
    assert set(app.jinja_env.globals) - set(DEFAULT_NAMESPACE) == names == set(helpers.HELPERS)
    filters = {name for name in app.jinja_env.filters if name not in DEFAULT_FILTERS and "format" not in name}
    assert filters == {"text", "datetime", "provider", "sent_to", "around", "verb"}


def test_a_request_does_not_leak_into_a_template(app: Flask) -> None:
    for name in ("request", "session", "g", "config", "get_flashed_messages", "csrf_token"):
        assert name not in app.jinja_env.globals


def test_t_escapes_all_but_markup() -> None:
    assert t("%(a)s and %(b)s", a="<i>", b=Markup("<b>x</b>")) == "&lt;i&gt; and <b>x</b>"
    assert t("100 % <b>") == "100 % &lt;b&gt;"
    assert isinstance(t("x"), Markup)


def test_t_counts() -> None:
    assert t("%(num)s thing", "%(num)s things", num=1) == "1 thing"
    assert t("%(num)s thing", "%(num)s things", num=3) == "3 things"


def test_text_takes_messages_and_kratos_json() -> None:
    assert text(None) == ""
    assert text({}) == ""
    assert text(Message(42, "As it came.")) == "As it came."
    assert text({"id": 42, "text": "As it came.", "type": "info"}) == "As it came."
    sent = text(Message(1060003, "Sent."), address=Markup("<strong>a@b</strong>"))
    assert sent == "If <strong>a@b</strong> has an account, a 6-digit code is on its way."
    assert "&lt;i&gt;" in text(Message(1060003, "Sent."), address="<i>")


def test_text_without_its_value_is_kratos_own() -> None:
    assert text(Message(1060003, "An email was sent.")) == "An email was sent."


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        (datetime(2026, 3, 3, 8, 14, tzinfo=UTC), "datetime", "March 3, 2026, 8:14\u202fAM UTC"),
        (datetime(2026, 3, 3, 8, 14, tzinfo=UTC), "date", "March 3, 2026"),
        (datetime(2026, 3, 3, 8, 14, tzinfo=UTC), "iso", "2026-03-03T08:14:00Z"),
        ("2026-03-03T09:14:00+01:00", "iso", "2026-03-03T08:14:00Z"),
        ("2026-03-03T08:14:00.123456789Z", "iso", "2026-03-03T08:14:00Z"),
        (1772525640, "iso", "2026-03-03T08:14:00Z"),
        (1772525640.5, "date", "March 3, 2026"),
        (None, "datetime", ""),
        ("0001-01-01T00:00:00+23:59", "datetime", ""),
        ("9999-12-31T23:59:59-23:59", "date", ""),
        ("", "datetime", ""),
        ("yesterday", "date", ""),
        (10**30, "date", ""),
        (["x"], "date", ""),
    ],
)
def test_times(value: Any, style: str, expected: str) -> None:
    assert local_time(value, style) == expected


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in attrs(made("password", value="hunter2"))


def test_a_checkbox_sends_true() -> None:
    assert attrs(made("checkbox", value=True)) == 'name="x" type="checkbox" value="true" checked'
    assert attrs(made("checkbox", value="true")) == 'name="x" type="checkbox" value="true" checked'
    assert attrs(made("checkbox", value=False)) == 'name="x" type="checkbox" value="true"'
    assert attrs(made("checkbox")) == 'name="x" type="checkbox" value="true"'


@pytest.mark.parametrize(
    ("value", "printed"), [(True, "true"), (0, "0"), ("", ""), ('"<&', "&#34;&lt;&amp;")]
)
def test_values(value: Any, printed: str) -> None:
    assert f'value="{printed}"' in attrs(made("submit", value=value))


def test_all_of_a_nodes_attributes() -> None:
    node = made(
        "text", value="1", required=True, disabled=True, autocomplete="email", pattern="[0-9]+", maxlength=6,
        element_id="f0-x", novalidate=True,
    )  # fmt: skip
    assert attrs(node) == (
        'id="f0-x" name="x" type="text" value="1" required disabled autocomplete="email" pattern="[0-9]+" '
        'maxlength="6" formnovalidate'
    )


def test_unknown_attributes_are_printed_only_if_harmless() -> None:
    extra = {
        "min": 1, "step": 0.5, "data-x": "1", "aria-label": "A", "title": "T",
        "onclick": "x()", "onfocus": "x()", "style": "color:red", "srcdoc": "<b>", "formaction": "http://evil",
        "data-x y": "1", 'data-"><script>': "1", "data-list": ["1"], "data-bool": None, "autofocus": True,
    }  # fmt: skip
    assert attrs(made(extra=extra)) == (
        'min="1" step="0.5" data-x="1" aria-label="A" title="T" name="x" type="text"'
    )


def test_unknown_attributes_replace_no_known_one() -> None:
    assert 'data-trigger="oryPasskeyLogin"' in attrs(
        made("button", trigger="oryPasskeyLogin", extra={"data-trigger": "evil"})
    )


def test_a_trigger_waits_for_script() -> None:
    assert "hidden" in str(attrs(made("button", trigger="oryPasskeyLogin"))).split()
    assert "hidden" not in str(attrs(made("submit"))).split()


def test_a_hidden_field_is_not_required() -> None:
    assert "required" not in attrs(made("hidden", required=True))


def test_messages_and_hints_are_wired() -> None:
    wrong = made(element_id="f0-x", messages=(Message(1, "No.", "error"),))
    assert attrs(wrong, hint=True).endswith('aria-describedby="f0-x-hint f0-x-message" aria-invalid="true"')
    note = made(element_id="f0-x", messages=(Message(1, "Oh.", "info"),))
    assert attrs(note).endswith('aria-describedby="f0-x-message"')


def test_more_attributes() -> None:
    assert attrs(made(value="v"), class_="input", data_x="1", value=None, autofocus=True) == (
        'name="x" type="text" class="input" data-x="1" autofocus'
    )


def test_an_unknown_node_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="kratos_ui.theme"):
        assert (
            node_template(Node(type="hologram", group="x", name="y", kind="hologram")) == "nodes/unknown.html"
        )
    assert "hologram" in caplog.text


def test_the_nonce_is_that_of_the_request() -> None:
    state().csp_nonce = "abc"
    assert csp_nonce() == "abc"


def test_addresses_of_static_files(app: Flask) -> None:
    assert asset("css/ui.css").startswith("/static/")
    assert asset("css/ui.css").endswith("/css/ui.css")


def test_our_own_forms_have_a_token() -> None:
    assert str(csrf_field()).startswith('<input type="hidden" name="csrf_token" value="')
