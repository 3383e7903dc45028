"""Every message that Kratos can give about a field, with what we say: `tests/render/field_messages.txt`.

`.venv/bin/python -m tests.support.field_messages` writes it. Read it aloud when it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.config import Config
from app.i18n.fields import field_text
from app.kratos.flow import Message, Node, Option

LIST = Path(__file__).resolve().parents[1] / "render" / "field_messages.txt"
GENERIC = 4000001
TRAIT_LABEL = 1070002


def node(kind: str, label: str, name: str = "", **more: Any) -> Node:
    """A field as Kratos and its schema describe it; without a label for ""."""
    title = Message(TRAIT_LABEL, label, context={"title": label}) if label else None
    input_type = {"select": "text", "radio": "text", "list": "text"}.get(kind, kind)
    name = name or f"traits.{label.lower().replace(' ', '_')}"
    values: dict[str, Any] = {"type": "input", "group": "profile", "name": name, "kind": f"input.{kind}"}
    return Node(**{**values, "input_type": input_type, "label": title, **more})


COLOURS = (Option("red"), Option("green"), Option("blue"))
TEXT = node("text", "VAT number", "traits.company.vat_id")
QUESTION = node("text", "How did you hear about us?", "traits.heard_from")
UNTITLED = node("text", "", "traits.name.first")
BOX = node("checkbox", "I accept the terms of use", "traits.tos_accepted", consent=True)
SELECT = node("select", "Favourite colour", "traits.favourite_colour", options=COLOURS)
RADIO = node("radio", "Pick a plan", "traits.plan_id", options=(Option("free"), Option("pro")))
TAGS = node("list", "Tags", "traits.tags", items=tuple(node("text", "Tags", value=v) for v in ("red", "red")))
NUMBER = node("number", "Age", "traits.age_years")
DATE = node("date", "When were you born?", "traits.born_on")
EMAIL = node("email", "Your E-Mail", "traits.email")
SITE = node("url", "Where can we read more?", "traits.web_site")
PHONE = node("tel", "Call me at", "traits.tel_no")
PASSWORD = node("password", "Password", "password")
CODE = replace(node("text", "", "totp_code"), label=Message(1070006, "Verify code"))
KEY = replace(
    node("text", "", "webauthn_register_displayname"), label=Message(1050013, "Name of the security key")
)
ORDINARY = (TEXT, BOX, SELECT)
LINKS = node("list", "Which links are yours?", "traits.web_links", min_items=2)
HOBBIES = node("list", "", "traits.my_hobbies")
SECRET = (PASSWORD, TEXT, EMAIL)
NUMBERS = (NUMBER, node("text", "How many people work there?", "traits.staff_size"), SELECT)
LISTS = (TAGS, LINKS, HOBBIES)
WRITTEN = (TEXT, QUESTION, EMAIL)

Case = tuple[int, str, dict[str, Any] | None, tuple[Node, ...]]


def _missing(name: str, *at: Node) -> Case:
    return 4000002, f"Property {name} is missing.", {"property": name}, at


def _type(allowed: list[str], actual: str, *at: Node) -> Case:
    text = f"expected {' or '.join(allowed)}, but got {actual}"
    return 4000026, text, {"allowed_types": allowed, "actual_type": actual}, at


def _plain(text: str, *at: Node) -> Case:
    return GENERIC, text, {"reason": text}, at or ORDINARY


def _format(value: str, name: str, *at: Node) -> Case:
    return _plain(f'"{value}" is not valid "{name}"', *(at or WRITTEN))


def _pattern(pattern: str, *at: Node) -> Case:
    escaped = pattern.replace("\\", "\\\\")
    return 4000004, f'does not match pattern "{escaped}"', {"pattern": pattern}, at or ORDINARY


def _limit(number: int, sign: str, name: str, limit: float, actual: float) -> Case:
    return number, f"must be {sign} {limit} but found {actual}", {name: limit, "actual": actual}, NUMBERS


def _password(number: int, limit: str, **context: int) -> Case:
    text = f"The password must be at {limit} characters long, but got {context['actual_length']}."
    return number, text, context, SECRET


WITH_IDS: tuple[Case, ...] = (
    _missing("vat_id", *ORDINARY),
    _missing("tags", TAGS, RADIO, DATE),
    _missing("web_links", LINKS, HOBBIES, UNTITLED),
    _missing("email", EMAIL, NUMBER, QUESTION),
    _missing("first", UNTITLED, SITE, PHONE),
    _missing("totp_code", CODE, PASSWORD, KEY),
    (4000002, "Property first_name is missing.", None, (UNTITLED, TEXT, BOX)),
    (4000003, "length must be >= 3, but got 1", {"min_length": 3, "actual_length": 1}, WRITTEN),
    (4000003, "length must be >= 1, but got 0", {"min_length": 1, "actual_length": 0}, (TEXT, QUESTION, SELECT)),
    (4000003, "length must be >= 3, but got 1", None, WRITTEN),
    _pattern(r"^[A-Z]{2}\d{9}$"),
    _pattern(r"^(?P<a>[^\s]+)(?:\.[^\s]+)*$"),
    _pattern("^[a-z0-9_]{3,20}$", TEXT, node("text", "VAT number", hint="DE and nine digits"), QUESTION),
    (4000005, "The password can not be used because it is on a list.", {"reason": "it is on a list"}, SECRET),
    (4000009, "Could not find any login identifiers. Did you forget to set them?", None, WRITTEN),
    (4000017, "length must be <= 5, but got 12", {"max_length": 5, "actual_length": 12}, WRITTEN),
    (4000017, "length must be <= 1, but got 12", {"max_length": 1, "actual_length": 12}, WRITTEN),
    _limit(4000018, ">=", "minimum", 13.0, 3),
    _limit(4000019, ">", "minimum", 0, -1),
    _limit(4000020, "<=", "maximum", 1000000, 5e7),
    _limit(4000021, "<", "maximum", 2.5, 3),
    (4000018, "must be >= 1900 but found 3", {"minimum": 1900, "actual": 3}, NUMBERS),
    (4000022, "7 not multipleOf 5", {"base": 5, "actual": 7}, NUMBERS),
    (4000022, "17.5 not multipleOf 1", {"base": 1.0, "actual": 17.5}, NUMBERS),
    (4000022, "1.234 not multipleOf 0.01", {"base": 0.01, "actual": 1.234}, NUMBERS),
    (4000022, "1.234 not multipleOf 0.1", {"base": 0.1, "actual": 1.234}, NUMBERS),
    (4000023, "maximum 3 items allowed, but found 4 items", {"max_items": 3, "actual_items": 4}, LISTS),
    (4000024, "minimum 2 items allowed, but found 0 items", {"min_items": 2, "actual_items": 0}, LISTS),
    (4000024, "minimum 2 items allowed, but found 1 items", {"min_items": 2, "actual_items": 1}, LISTS),
    (4000024, "minimum 1 items allowed, but found 0 items", {"min_items": 1, "actual_items": 0}, LISTS),
    (4000025, "items at index 0 and 1 are equal", {"index_a": 0, "index_b": 1}, LISTS),
    (4000025, "items at index 4 and 7 are equal", {"index_a": 4, "index_b": 7}, LISTS),
    _type(["integer"], "number", NUMBER, TEXT, SELECT),
    _type(["number"], "string", NUMBER, TEXT, SELECT),
    _type(["boolean"], "string", BOX, RADIO, TEXT),
    _type(["string"], "number", *ORDINARY),
    _type(["array"], "string", *LISTS),
    _type(["object"], "string", *ORDINARY),
    _type(["integer", "null"], "string", NUMBER, TEXT, BOX),
    _type(["string"], "null", TEXT, QUESTION, SELECT),
    (4000029, "must be equal to constant true", {"expected": "true"}, (BOX, TEXT, RADIO)),
    (4000029, 'must be equal to constant "pro"', {"expected": '"pro"'}, (TEXT, RADIO, BOX)),
    (4000029, 'must be equal to constant "5"', {"expected": '"5"'}, NUMBERS),
    (4000029, "must be equal to constant false", {"expected": "false"}, (BOX, RADIO, TEXT)),
    (4000030, "const failed", None, (BOX, TEXT, TAGS)),
    (4000031, "The password can not be used because it is too similar to the identifier.", None, SECRET),
    _password(4000032, "least 8", min_length=8, actual_length=5),
    _password(4000033, "most 72", max_length=72, actual_length=90),
    (4000034, "The password has been found in data breaches and must no longer be used.", {"breaches": 7}, SECRET),
    (4000037, "This account does not exist or has no login method configured.", None, WRITTEN),
    (4000039, "The new password must be different from the old password.", None, SECRET),
    (4000040, "Enter a valid email address", {"value": "nope"}, WRITTEN),
    (4000041, "Enter a valid phone number", {"value": "nope"}, WRITTEN),
    (4000008, "The provided authentication code is invalid, please try again.", None, (CODE, TEXT, EMAIL)),
)  # fmt: skip
WITHOUT: tuple[Case, ...] = (
    *(_format("x", name) for name in ("email", "idn-email", "uri", "uri-reference", "iri", "uri-template")),
    *(_format("x", name) for name in ("date", "date-time", "time", "duration", "tel", "hostname", "uuid")),
    *(_format("x", name) for name in ("ip-address", "ipv4", "ipv6", "regex", "json-pointer", "no-validate")),
    _plain('value must be "red"', TEXT, SELECT, BOX),
    _plain('value must be one of "red", "green", "a, b"', TEXT, SELECT, BOX),
    _plain(f"value must be one of {', '.join(map(str, range(30)))}", *NUMBERS),
    _plain("enum failed"),
    _plain("not failed"),
    _plain("always fail"),
    _plain("allOf failed"),
    _plain("anyOf failed"),
    _plain("oneOf failed"),
    _plain("valid against schemas at indexes 0 and 1"),
    _plain("if-then failed"),
    _plain("if-else failed"),
    _plain("contains failed", *LISTS),
    _plain("validation failed"),
    _plain('doesn\'t validate with "#/definitions/vat_id"'),
    _plain('property "vat_address" is required, if "vat_id" property exists'),
    _plain('additionalProperties "old_name", "x" not allowed'),
    _plain('patternProperty "^x_" is not valid regex'),
    _plain("minimum 2 properties allowed, but found 1 properties"),
    _plain("maximum 2 properties allowed, but found 3 properties"),
    _plain("only 2 items are allowed, but found 3 items", *LISTS),
    _plain('"x" is not base64 encoded'),
    _plain('value is not of mediatype "application/json"'),
    _plain('missing properties: "first_name"', UNTITLED, TEXT, BOX),
    _plain("length must be >= 3, but got 1", *WRITTEN),
    _plain('does not match pattern "^\\\\d+$"'),
    _plain("expected integer, but got number", *NUMBERS),
    _plain("must be >= 5 but found 3", *NUMBERS),
    _plain("identifier is required", node("text", "ID", "identifier"), TEXT, EMAIL),
    _plain('format "x_y" is not supported. Supported formats are [email, tel]'),
    _plain('no format specified. A format is required if verification is enabled. If this was intentional, …'),
    _plain('recovery.via has unknown value "phone"'),
    _plain('channel type "fax" must be one of email, sms'),
    _plain("No value found for trait phone_number in the current identity."),
    _plain("Unable to parse validate JSON object against JSON schema."),
)  # fmt: skip


def cases() -> Iterator[tuple[Message, Node]]:
    """Each message with each of its fields."""
    for number, text, context, at in (*WITH_IDS, *WITHOUT):
        for each in at:
            yield Message(number, text, "error", context or {}), each


def lines(app: Flask) -> Iterator[str]:
    """Id, Kratos' text, field, what we say."""
    with app.test_request_context("/"):
        for message, at in cases():
            label = at.label.text if at.label else at.name
            field = f"{at.kind.removeprefix('input.')} «{label}»"
            yield f"{message.id} | {message.text} | {field} | {field_text(message, at)}"


def main() -> None:
    """Writes the list."""
    app = create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))
    LIST.write_text("\n".join(lines(app)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
