"""What holds on the page of every recorded flow."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from bs4 import Tag
from flask import Flask

from app.kratos.flow import Message, Node
from tests.support.recordings import Recording
from tests.support.soup import Page, page_of, typed


def check_every_input_is_there_as_kratos_wants_it(page: Page) -> None:
    for form in page.forms:
        for node in (n for n in form.nodes if n.type == "input"):
            tag = page.by_id(node.element_id)
            parent = tag.find_parent("form")
            assert isinstance(parent, Tag)
            assert parent["data-group"] == form.group
            assert tag["name"] == node.name
            assert tag.name == ("button" if node.button else "input")
            assert tag["type"] == ("text" if node.kind == "input.datetime-local" else node.input_type)
            assert tag.get("value") == expected_value(node)
            assert tag.has_attr("checked") == (node.input_type == "checkbox" and node.value is True)
            assert tag.has_attr("disabled") == node.disabled
            assert tag.has_attr("required") == (node.required and not node.hidden)


def expected_value(node: Node) -> str | None:
    if node.input_type == "password":
        return None
    if node.input_type == "checkbox":
        return "true"
    if node.value is None:
        return None
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)


def check_nothing_else_can_be_sent(page: Page) -> None:
    known = {node.element_id for form in page.forms for node in form.nodes}
    named = page.soup.select("input[name], button[name], select[name], textarea")
    added = [tag for tag in named if tag.get("id") not in known]
    for tag in added:
        box = tag.find_next("input")
        says_no = tag["value"] == "false" and box and (box["type"], box["name"]) == ("checkbox", tag["name"])
        hint = tag["name"] == "upstream_parameters.login_hint" and tag.find_parent(class_="form--providers")
        assert tag["type"] == "hidden"
        assert says_no or hint, tag
    for button in page.soup.select("button:not([name])"):
        assert button["type"] == "button"


def check_fields_have_labels(page: Page) -> None:
    for node in (n for form in page.forms for n in form.nodes if typed(n)):
        labels = page.soup.select(f'label[for="{node.element_id}"]')
        assert len(labels) == 1
        text = page.labels[node.element_id]
        optional = node.name.startswith("traits.") and not node.required and node.input_type != "checkbox"
        assert labels[0].get_text(" ", strip=True) == text + (" (optional)" if optional else "")
        assert text


FILLED_IN = {
    "identifier": "username", "email": "username", "recovery_address": "username",
    "recovery_confirm_address": "username", "code": "one-time-code", "totp_code": "one-time-code",
    "lookup_secret": "off",
    "traits.email": "email", "traits.backup": "email", "traits.name.first": "given-name",
    "traits.name.last": "family-name", "traits.birthday": "bday", "traits.website": "url",
}  # fmt: skip
NOBODYS = {"traits.age", "traits.color", "traits.newsletter", "webauthn_register_displayname"}
"""Fields for what HTML has no token for: browsers keep no age, and the name of a key is another for each key."""


def check_browsers_and_password_managers_know_what_to_fill_in(page: Page) -> None:
    """WCAG 1.3.5 and 3.3.8: nobody has to remember or type what their browser keeps."""
    password = "current-password" if page.flow.kind == "login" else "new-password"
    for node in (n for form in page.forms for n in form.nodes if typed(n) and n.name not in NOBODYS):
        token = str(page.by_id(node.element_id).get("autocomplete", "")).removesuffix(" webauthn")
        assert token == (password if node.name == "password" else FILLED_IN[node.name]), node.name


def check_buttons_say_their_label(page: Page) -> None:
    for node in (n for form in page.forms for n in form.nodes if n.button):
        text = page.by_id(node.element_id).get_text(" ", strip=True)
        words = re.findall(r"\w+", page.labels[node.element_id])
        assert words
        assert all(word in text for word in words), (text, words)


def check_a_field_stands_in_its_wrapper(page: Page) -> None:
    for node in (n for form in page.forms for n in form.nodes if typed(n)):
        wrapper = page.by_id(node.element_id).find_parent(attrs={"data-testid": f"node/input/{node.name}"})
        assert isinstance(wrapper, Tag)
        assert wrapper["data-node"] == node.name
        assert len(wrapper.select("label")) == 1
        if node.input_type == "checkbox":
            sibling = page.by_id(node.element_id).find_next_sibling()
            assert isinstance(sibling, Tag)
            assert sibling.name == "label"
        elif node.input_type != "password":
            assert page.by_id(node.element_id).parent is wrapper


def check_ids_stand_once(page: Page) -> None:
    ids = Counter(str(tag["id"]) for tag in page.soup.select("[id]"))
    assert [name for name, times in ids.items() if times > 1] == []


def check_references_lead_somewhere(page: Page) -> None:
    ids = {tag["id"] for tag in page.soup.select("[id]")}
    for tag in page.soup.select("[aria-describedby], [aria-labelledby], [aria-controls]"):
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            assert set(str(tag.get(name, "")).split()) <= ids, tag
    for link in page.soup.select('a[href^="#"]'):
        assert str(link["href"])[1:] in ids
    for button in page.soup.select("[data-copy], [data-download]"):
        assert button.get("data-copy", button.get("data-download")) in ids


def check_nothing_runs_inline(page: Page) -> None:
    assert page.soup.select("style") == []
    for tag in page.soup.find_all(True):
        assert isinstance(tag, Tag)
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")], tag
        for name in ("href", "src", "action"):
            assert not str(tag.get(name, "")).lower().startswith("javascript:")
    for script in page.soup.select("script"):
        assert script["src"]
        assert script.get_text() == ""


def check_forms_post_to_kratos_with_its_token(page: Page) -> None:
    token = [node for node in page.flow.nodes if node.name == "csrf_token"]
    forms = page.soup.select("form")
    assert len(forms) == len(page.forms)
    for form in forms:
        group = (page.flow.kind, form["data-group"])
        ours = [f"/settings/profile?flow={page.flow.id}"] if group == ("settings", "profile") else []
        assert form["action"] in (page.flow.action, *ours)
        assert form["action"] not in ours or not form.select("input[type=password]")
        assert urlsplit(page.flow.action).scheme in ("http", "https")
        assert form["method"] == "post"
        assert len(form.select('input[name="csrf_token"]')) == bool(token)
        assert form.select("button[name]")


def check_each_message_stands_once(page: Page) -> None:
    expected = Counter(message.id for message in said(page))
    found: Counter[int] = Counter()
    for (number, _), times in page.messages.items():
        found[number] += times
    assert found == expected


def said(page: Page) -> list[Message]:
    """The messages that a page must show: those of fields at the field, all others once."""
    others = [m for n in page.flow.nodes if not typed(n) for m in n.messages]
    fields = [m for form in page.forms for n in form.nodes if typed(n) for m in n.messages]
    return [*unique([*page.flow.messages, *others]), *fields]


def unique(messages: list[Message]) -> list[Message]:
    found: list[Message] = []
    for message in messages:
        if message not in found:
            found.append(message)
    return found


def check_messages_at_fields_are_wired(page: Page) -> None:
    for node in (n for form in page.forms for n in form.nodes if typed(n)):
        tag = page.by_id(node.element_id)
        wrong = any(message.type == "error" for message in node.messages)
        assert (tag.get("aria-invalid") == "true") == wrong
        described = str(tag.get("aria-describedby", "")).split()
        assert (f"{node.element_id}-message" in described) == bool(node.messages)
        for message in node.messages:
            box = page.by_id(f"{node.element_id}-message")
            assert [p.name for p in box.select(f'[data-testid="ui/message/{message.id}"]')] == ["p"]


def check_a_title_says_what_it_is_and_whether_it_failed(page: Page) -> None:
    title = page.soup.select_one("title")
    heading = page.soup.select("h1")
    assert title is not None
    assert len(heading) == 1
    assert heading[0].get_text(strip=True)
    wrong = any(message.type == "error" for message in said(page))
    start = "Error: " if wrong else ""
    assert title.get_text() == f"{start}{heading[0].get_text(strip=True)} · My account"


def check_several_wrong_fields_are_summed_up(page: Page) -> None:
    wrong = [
        node.element_id for form in page.forms for node in form.nodes
        if typed(node) and any(message.type == "error" for message in node.messages)
    ]  # fmt: skip
    links = [str(tag["href"])[1:] for tag in page.soup.select("[data-error-summary] a")]
    assert links == (wrong if len(wrong) > 1 else [])


def check_headings_leave_no_level_out(page: Page) -> None:
    levels = [int(tag.name[1]) for tag in page.soup.select("h1, h2, h3, h4")]
    assert all(level <= before + 1 for before, level in zip(levels, levels[1:], strict=False))


def check_no_two_buttons_send_the_same(page: Page) -> None:
    pressed = [
        (str(tag["name"]), str(tag.get("value")))
        for tag in page.soup.select("form:not(.form--resend) button[type=submit]")
    ]
    assert len(pressed) == len(set(pressed))


def check_the_primary_button_is_the_first_that_enter_presses(page: Page) -> None:
    for form in page.forms:
        if form.primary and form.primary.submit:
            tag = page.by_id(form.primary.element_id).find_parent("form")
            assert isinstance(tag, Tag)
            first = tag.select("button[type=submit]")[0]
            assert first["id"] == form.primary.element_id
    assert len(page.soup.select(".card .btn--primary")) <= 1


def check_triggers_wait_for_script(page: Page) -> None:
    for node in (n for form in page.forms for n in form.nodes):
        tag = page.by_id(node.element_id) if node.type == "input" else None
        if tag is None:
            continue
        assert tag.get("data-trigger", "") == node.trigger
        assert tag.get("data-trigger-load", "") == node.trigger_load
        assert tag.has_attr("hidden") == (node.input_type == "button" and bool(node.trigger))


def check_a_script_node_is_one_script(page: Page) -> None:
    nodes = [node for node in page.flow.nodes if node.type == "script"]
    scripts = page.soup.select('script[data-testid^="node/script/"]')
    assert [tag["data-testid"] for tag in scripts] == [f"node/script/{n.name}" for n in nodes[:1]]


def check_test_ids_of_the_methods(page: Page) -> None:
    assert len(page.testid("app-express")) == 1
    kind = page.flow.kind
    names = {"password": f"{kind}-flow", "code": f"{kind}-flow-code", "webauthn": "passwordless-flow"}
    for form in page.forms:
        if form.role in ("main", "method") and kind in ("login", "registration"):
            for group in (g for g in form.groups if g in names):
                (wrapper,) = [
                    w for w in page.testid(names[group]) if w.select(f'[data-group="{form.group}"]')
                ]
                assert wrapper.find_parent(attrs={"data-testid": "app-express"})
            if "passkey" in form.groups:
                assert page.testid("passkey-flow")[0].name == "form"
    for wrapper in (w for name in names.values() for w in page.testid(name)):
        assert not wrapper.select(".form--resend, .form--back, .form--providers")


CHECKS = (
    check_every_input_is_there_as_kratos_wants_it,
    check_nothing_else_can_be_sent,
    check_fields_have_labels,
    check_browsers_and_password_managers_know_what_to_fill_in,
    check_buttons_say_their_label,
    check_a_field_stands_in_its_wrapper,
    check_ids_stand_once,
    check_references_lead_somewhere,
    check_nothing_runs_inline,
    check_forms_post_to_kratos_with_its_token,
    check_each_message_stands_once,
    check_messages_at_fields_are_wired,
    check_a_title_says_what_it_is_and_whether_it_failed,
    check_several_wrong_fields_are_summed_up,
    check_headings_leave_no_level_out,
    check_no_two_buttons_send_the_same,
    check_the_primary_button_is_the_first_that_enter_presses,
    check_triggers_wait_for_script,
    check_a_script_node_is_one_script,
    check_test_ids_of_the_methods,
)


def test_page(page: Page) -> None:
    failed = []
    for check in CHECKS:
        try:
            check(page)
        except AssertionError as error:
            failed.append(f"{check.__name__}: {error}")
    assert not failed, "\n\n".join(failed)


def test_kratos_own_words_are_unchanged(verbatim: Flask, recorded: Recording) -> None:
    page = page_of(verbatim, recorded)
    assert page.messages == Counter((m.id, m.text) for m in said(page))
    for node in (n for form in page.forms for n in form.nodes if n.label):
        assert page.labels[node.element_id] == node.label.text  # type: ignore[union-attr]
