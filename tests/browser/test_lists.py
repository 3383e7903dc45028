"""Traits that are arrays: typed at sign-up, saved, emptied, refused; with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person, without_checks
from tests.support.profile import EMAIL, listed
from tests.support.real_kratos import new_address
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]


def rows(person: Person, name: str) -> Locator:
    """The inputs or selects of a list that can be seen."""
    return person.page.locator(f'[name="{name}"]:visible')


def values(person: Person, name: str) -> list[str]:
    """What stands in the rows, blank ones left out."""
    return [value for row in rows(person, name).all() if (value := row.input_value())]


def traits(person: Person, address: str) -> dict[str, Any]:
    """What Kratos knows of the identity with this address."""
    found = person.real.admin("GET", f"/identities?credentials_identifier={address}")
    assert len(found) == 1
    stored: dict[str, Any] = found[0]["traits"]
    return stored


def save(person: Person) -> None:
    person.button("method", "profile").click()
    expect(person.message(1050001)).to_be_visible()


def at_settings(person: Person, address: str, **more: Any) -> Person:
    """Somebody with these traits, signed in, before the settings."""
    person.real.create_identity(address, PASSWORD, **more)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    return person


def schema(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """An identity schema with these traits beside the address."""
    inner = {"type": "object", "properties": {"email": EMAIL, **properties}, "required": ["email", *required]}
    base = trial("array-trait-wiped-when-profile-is-saved")["schema"]
    return {**base, "properties": {"traits": inner}}


def test_another_field_is_saved(new_person: NewPerson, scripts: bool) -> None:
    given = trial("array-trait-wiped-when-profile-is-saved")
    address = new_address()
    person = new_person(scripts=scripts, extra=settings(given["schema"], given.get("config")))
    at_settings(person, address, tags=given["traits"]["tags"])
    assert values(person, "traits.tags") == ["red", "blue"]
    person.field("traits.nick").fill("mara")
    save(person)
    assert traits(person, address) == {"email": address, "tags": ["red", "blue"], "nick": "mara"}


@pytest.mark.parametrize("steps", ["one", "two"])
def test_empty_optional_list_at_sign_up_by_code(new_person: NewPerson, scripts: bool, steps: str) -> None:
    given = trial("empty-optional-array-breaks-sign-up-by-code")
    overlays = ("one-step",) if steps == "one" else ()
    person = new_person(*overlays, scripts=scripts, extra=settings(given["schema"], given["config"]))
    address = new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    if steps == "two":
        person.button("method", "profile").click()
    person.button("method", "code").click()
    person.enter_code(address)
    person.is_signed_in(address)
    assert traits(person, address) == {"email": address}


def test_list_of_addresses_at_sign_up_in_two_steps(new_person: NewPerson, scripts: bool) -> None:
    given = trial("array-identifier-makes-two-step-sign-up-impossible")
    config = {**given["config"], "selfservice.methods.passkey.enabled": False}  # it has no name to show
    del config["selfservice.flows.registration.style"]  # newer than v1.3.1, which refuses it
    person = new_person(scripts=scripts, extra=settings(given["schema"], config))
    address = new_address()
    person.open("/registration")
    expect(rows(person, "traits.emails")).to_have_count(1)
    expect(rows(person, "traits.emails")).to_have_attribute("type", "email")
    expect(rows(person, "traits.emails")).to_have_attribute("required", "")
    rows(person, "traits.emails").fill(address)
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    assert traits(person, address) == {"emails": [address]}
    person.open("/settings")
    assert values(person, "traits.emails") == [address]


def test_rows_survive_both_steps_and_the_way_back(new_person: NewPerson) -> None:
    of_tags = schema(("tags",), tags=listed({"type": "string"}, title="Tags"))
    person, address = new_person(extra=settings(of_tags)), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    for number, tag in enumerate(("b", "a", "b")):
        if number:
            person.page.get_by_role("button", name="Add another Tags").click()
        rows(person, "traits.tags").nth(number).fill(tag)
    person.button("method", "profile").click()
    expect(person.field("password")).to_be_visible()
    person.button("screen", "previous").click()
    assert values(person, "traits.tags") == ["b", "a", "b"]
    rows(person, "traits.tags").nth(1).fill("c")
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    assert traits(person, address)["tags"] == ["b", "c", "b"]


def test_rows_are_added_changed_and_removed(new_person: NewPerson) -> None:
    person, address = (
        new_person(extra=settings(schema(tags=listed({"type": "string"}, title="Tags")))),
        new_address(),
    )
    at_settings(person, address, tags=["red", "green", "blue"])
    group = person.page.get_by_test_id("node/input/traits.tags")
    rows(person, "traits.tags").nth(0).fill("pink")
    group.get_by_role("button", name="Remove Tags 2").click()
    group.get_by_role("button", name="Add another").click()
    person.page.keyboard.type("white")  # the new row has the focus
    save(person)
    assert traits(person, address)["tags"] == ["pink", "blue", "white"]
    assert values(person, "traits.tags") == ["pink", "blue", "white"]


def test_rows_are_numbered_anew_and_have_an_end(new_person: NewPerson) -> None:
    tags = listed({"type": "string"}, title="Tags", maxItems=3)
    person, address = new_person(extra=settings(schema(("tags",), tags=tags))), new_address()
    at_settings(person, address, tags=["a", "b"])
    group = person.page.get_by_test_id("node/input/traits.tags")
    add = group.get_by_role("button", name="Add another")
    add.click()
    expect(add).to_be_hidden()
    group.get_by_role("button", name="Remove Tags 1").click()
    expect(person.page.get_by_label("Tags 1")).to_have_value("b")
    expect(person.page.get_by_label("Tags 1")).to_have_attribute("required", "")  # as the first row was
    expect(person.page.get_by_label("Tags 1")).to_be_focused()
    expect(person.page.get_by_text("Row removed.")).to_have_count(1)
    expect(add).to_be_visible()
    group.get_by_role("button", name="Remove Tags 2").click()
    expect(rows(person, "traits.tags")).to_have_count(1)
    expect(group.get_by_role("button", name="Remove Tags 1")).to_be_hidden()  # one must be there
    ids = group.locator("[id]").evaluate_all("tags => tags.map(tag => tag.id)")
    assert len(ids) == len(set(ids))


def test_a_ceremony_sends_no_blank_row(new_person: NewPerson) -> None:
    """Scripts submit forms past the `submit` event."""
    of_tags = schema(tags=listed({"type": "string"}, title="Tags"))
    person, address = new_person("one-step", extra=settings(of_tags)), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.page.get_by_role("button", name="Add Tags").click()
    person.field("password").fill(PASSWORD)
    with person.page.expect_request(lambda request: request.method == "POST") as posted:
        person.page.locator("form", has=person.field("password")).evaluate("form => form.submit()")
    assert "traits.email=" in (posted.value.post_data or "")
    assert "traits.tags" not in (posted.value.post_data or "")


@pytest.mark.in_chromium
def test_one_more_row_without_scripts(new_person: NewPerson) -> None:
    of_tags = settings(schema(tags=listed({"type": "string"}, title="Tags")))
    person, address = new_person(scripts=False, extra=of_tags), new_address()
    at_settings(person, address, tags=["red"])
    expect(rows(person, "traits.tags")).to_have_count(2)
    rows(person, "traits.tags").nth(1).fill("blue")
    save(person)
    assert traits(person, address)["tags"] == ["red", "blue"]
    expect(rows(person, "traits.tags")).to_have_count(3)


@pytest.mark.parametrize("required", [True, False], ids=["required", "optional"])
def test_emptied_list_ends_empty(new_person: NewPerson, scripts: bool, required: bool) -> None:
    of_tags = schema(("tags",) if required else (), tags=listed({"type": "string"}, title="Tags"))
    person, address = new_person(scripts=scripts, extra=settings(of_tags)), new_address()
    at_settings(person, address, tags=["red", "blue"])
    form = person.page.locator("form", has=person.field("traits.email"))
    for row in rows(person, "traits.tags").all():
        row.fill("")
    if required:  # a browser holds back the first row of a list that must be there
        person.button("method", "profile").click()
        expect(person.message(1050001)).to_have_count(0)
        without_checks(form)
    save(person)
    assert traits(person, address)["tags"] == []


ITEMS: dict[str, tuple[dict[str, Any], list[Any], str]] = {
    "string": ({"type": "string"}, ["a", "b"], "text"),
    "number": ({"type": "number"}, [1.5, 2], "number"),
    "integer": ({"type": "integer"}, [3, 4], "number"),
    "mail": ({"type": "string", "format": "email"}, ["a@example.org"], "email"),
    "url": ({"type": "string", "format": "uri"}, ["https://example.org/"], "url"),
    "tel": ({"type": "string", "format": "tel"}, ["+4915112345678"], "tel"),
    "date": ({"type": "string", "format": "date"}, ["2026-01-02", "2025-01-02"], "date"),
    "boolean": ({"type": "boolean"}, [True, False, True], "select-one"),
    "enum": ({"type": "string", "enum": ["x", "y", "z"]}, ["z", "x"], "select-one"),
}


def test_every_type_of_item_at_sign_up_and_after(new_person: NewPerson) -> None:
    """Typed with scripts, which add the rows."""
    every = schema((), **{name: listed(item, title=name.title()) for name, (item, _, _) in ITEMS.items()})
    person, address = new_person("one-step", extra=settings(every)), new_address()
    person.open("/registration")
    for name, (_, items, kind) in ITEMS.items():
        group = person.page.get_by_test_id(f"node/input/traits.{name}")
        for number, value in enumerate(items):
            group.get_by_role("button", name="Add").click()
            row = rows(person, f"traits.{name}").nth(number)
            assert row.evaluate("row => row.type") == kind
            text = (
                {True: "true", False: "false"}.get(value, str(value))
                if isinstance(value, bool)
                else str(value)
            )
            row.select_option(text) if kind == "select-one" else row.fill(text)
    person.field("traits.email").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    wanted: dict[str, Any] = {"email": address} | {name: values for name, (_, values, _) in ITEMS.items()}
    assert traits(person, address) == wanted
    person.open("/settings")
    save(person)
    assert traits(person, address) == wanted


def test_what_is_wrong_stands_where_it_belongs(new_person: NewPerson, scripts: bool) -> None:
    of_mails = listed({"type": "string", "format": "email"}, title="Addresses", maxItems=2, uniqueItems=True)
    person, address = new_person(scripts=scripts, extra=settings(schema(mails=of_mails))), new_address()
    at_settings(person, address, mails=["a@example.org", "b@example.org"])
    group = person.page.get_by_test_id("node/input/traits.mails")
    rows(person, "traits.mails").nth(1).fill("nowhere")
    without_checks(person.page.locator("form", has=group))
    person.button("method", "profile").click()
    expect(rows(person, "traits.mails").nth(1)).to_have_attribute("aria-invalid", "true")
    expect(group.locator(".list__row .field__error")).to_contain_text("email address")
    assert values(person, "traits.mails") == ["a@example.org", "nowhere"]

    rows(person, "traits.mails").nth(1).fill("a@example.org")
    person.button("method", "profile").click()
    expect(group.get_by_test_id("ui/message/4000025")).to_be_visible()
    assert values(person, "traits.mails") == ["a@example.org", "a@example.org"]
    rows(person, "traits.mails").nth(1).fill("b@example.org")
    save(person)
    assert traits(person, address)["mails"] == ["a@example.org", "b@example.org"]


def test_list_of_objects_is_shown_and_locks_nothing(new_person: NewPerson, scripts: bool) -> None:
    homes = listed({"type": "object", "properties": {"city": {"type": "string"}}}, title="Homes")
    of_homes = settings(schema(homes=homes, grid=listed(listed({"type": "number"})), nick={"type": "string"}))
    person, address = new_person(scripts=scripts, extra=of_homes), new_address()
    at_settings(person, address, homes=[{"city": "Ghent"}, {"city": "Bruges"}])
    group = person.page.get_by_test_id("node/input/traits.homes")
    expect(group).to_contain_text("Ghent")
    expect(group).to_contain_text("It stays as it is.")
    expect(group.locator("input, select, button")).to_have_count(0)
    person.field("traits.nick").fill("mara")
    save(person)
    stored = traits(person, address)
    assert stored == {
        "email": address,
        "homes": [{"city": "Ghent"}, {"city": "Bruges"}],
        "nick": "mara",
        "grid": [],
    }


def test_a_list_that_is_refused_as_a_whole_gets_the_focus(new_person: NewPerson) -> None:
    of_two = schema(tags={"type": "array", "title": "Tags", "minItems": 2, "items": {"type": "string"}})
    person, address = new_person(extra=settings(of_two)), new_address()
    at_settings(person, address, tags=["a", "b"])
    person.page.get_by_role("button", name="Remove Tags 2").click()
    person.button("method", "profile").click()
    expect(person.page.get_by_test_id("node/input/traits.tags")).to_be_focused()
