"""A captcha, which no Kratos at hand can be made to send: its widget in every form, for its script to find."""

from __future__ import annotations

import copy
from typing import Any

from flask import Flask

from app.kratos.flow import parse_flow
from tests.support.recordings import recording
from tests.support.soup import Page, page_from

DIV = {
    "id": "turnstile",
    "class": "cf-turnstile",
    "data": {"sitekey": "0x4", "action": "login"},
    "node_type": "div",
}
SCRIPT = {
    "id": "turnstile_script",
    "src": "https://captcha.example/api.js",
    "async": True,
    "node_type": "script",
}
ANSWER = {"name": "transient_payload.captcha", "type": "hidden", "value": "", "node_type": "input"}


def with_captcha(app: Flask) -> Page:
    body: dict[str, Any] = copy.deepcopy(recording("v26.2.0", "login.choose_method.all_methods").body)
    body["ui"]["nodes"] += [
        {"type": each["node_type"], "group": "captcha", "attributes": each, "messages": [], "meta": {}}
        for each in (DIV, SCRIPT, ANSWER, SCRIPT)  # Kratos 1.3.1 repeats some nodes
    ]
    return page_from(app, parse_flow("login", body))


def test_the_widget_is_in_every_form_as_its_script_looks_for_it(stock: Flask) -> None:
    forms = with_captcha(stock).soup.select("form")
    assert len(forms) == 2
    for form in forms:
        (widget,) = form.select("div.cf-turnstile")
        assert (widget["data-sitekey"], widget["data-action"]) == ("0x4", "login")
        assert not widget.has_attr("name")
        assert len(form.select('input[name="transient_payload.captcha"]')) == 1


def test_its_id_stands_once(stock: Flask) -> None:
    page = with_captcha(stock)
    ids = [tag["id"] for tag in page.soup.select("[id]")]
    assert ids.count("turnstile") == 1
    assert len(ids) == len(set(ids))


def test_its_script_stands_beside_ours(stock: Flask) -> None:
    sources = [str(tag["src"]) for tag in with_captcha(stock).soup.select("script")]
    assert sources.count("https://captcha.example/api.js") == 1
    assert len(sources) == 3
