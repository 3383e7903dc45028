"""Messages at fields, as people meet them who leave something out or type something else."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import Person, without_checks
from tests.support.real_kratos import new_address
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]


def sign_up(person: Person, **typed: str) -> None:
    """The first step of a sign-up, by a browser that checks nothing."""
    person.open("/registration")
    for name, value in {"email": new_address(), **typed}.items():
        person.field(f"traits.{name}").fill(value)
    form = person.page.locator("form", has=person.field("traits.email"))
    without_checks(form)
    person.button("method", "profile").click()


def expect_words(person: Person, words: dict[str, str]) -> None:
    """At each field its sentence, which the field points to, and nothing else in its place."""
    for name, sentence in words.items():
        field = person.field(f"traits.{name}")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(sentence)
        expect(person.page.get_by_text(sentence, exact=True)).to_have_count(1)


def test_a_consent_and_a_question_that_are_missing(new_person: NewPerson, scripts: bool) -> None:
    found = trial("consent-missing-says-enter-your")
    person = new_person(scripts=scripts, extra=settings(found["schema"], found["config"]))
    sign_up(person)
    expect_words(person, {"tos": "Tick this to go on.", "how": "Fill this in."})
    expect(person.page.locator("[data-error-summary] a")).to_have_text(
        ["I accept the terms of use", "How did you hear about us?"]
    )
    expect(person.page.locator("main")).not_to_contain_text("Enter your")
    person.field("traits.tos").check()
    person.field("traits.how").fill("From a friend")
    person.button("method", "profile").click()
    expect(person.button("method", "code")).to_be_visible()


def test_a_pattern_and_a_whole_number(new_person: NewPerson, scripts: bool) -> None:
    found = trial("pattern-shown-as-a-regular-expression")
    person = new_person(scripts=scripts, extra=settings(found["schema"]))
    sign_up(person, vat="x", age="17.5")
    expect_words(person, {"vat": "Enter 2 capital letters, then 9 digits.", "age": "Enter a whole number."})
    expect(person.page.locator("main")).not_to_contain_text("[A-Z]")
    person.field("traits.vat").fill("DE123456789")
    person.field("traits.age").fill("17")
    person.button("method", "profile").click()
    expect(person.field("password")).to_be_visible()
