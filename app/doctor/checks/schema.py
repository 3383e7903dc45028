"""Identity schemas: what the methods need of them, and what people see of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..finding import Finding, Rule, advice, rule
from ..seen import Seen
from .methods import in_use

IDENTIFIER = rule(
    "schema-identifier",
    "fail",
    "Nobody can sign up or in: Kratos knows no name to know them by («no identifier found»).",
)
TITLE = rule("schema-title", "warn", "The field is shown by its raw name.")
RECOVERY = rule(
    "schema-recovery", "fail", "«Forgot password» never finds anybody: who lost theirs is locked out."
)
VERIFICATION = rule("schema-verification", "fail", "No address is ever confirmed, and no mail for it sent.")
CODE = rule(
    "schema-code", "fail", "Nobody can sign in with a code: Kratos answers that the account does not exist."
)
PASSKEY = rule(
    "schema-passkey", "fail", "Signing up with a passkey ends on the error page: «no identifier found»."
)
WEBAUTHN = rule(
    "schema-webauthn", "fail", "Nobody can sign up with a security key: Kratos knows no name to know them by."
)
TRANSLATION = rule(
    "schema-translation", "warn", "People of that language read this field's name in another one."
)
UNUSABLE = rule("theme-translation", "warn", "People read our own words in place of the theme's.")
SMS = rule("schema-sms", "fail", "Codes by SMS are never sent.")


NEEDS: tuple[tuple[Rule, str, tuple[str, ...], Any], ...] = (
    (IDENTIFIER, "password", ("credentials", "password", "identifier"), True),
    (CODE, "code-login", ("credentials", "code", "identifier"), True),
    (PASSKEY, "passkey", ("credentials", "passkey", "display_name"), True),
    (WEBAUTHN, "webauthn-login", ("credentials", "webauthn", "identifier"), True),
    (RECOVERY, "recovery", ("recovery", "via"), "email"),
    (VERIFICATION, "verification", ("verification", "via"), "email"),
)
"""What one trait at least must have for a method: rule, method, where below `ory.sh/kratos`, what."""


def _paste(path: tuple[str, ...], value: Any) -> str:
    for name in reversed(("ory.sh/kratos", *path)):
        value = {name: value}
    return f"In the identity schema, at the trait: {json.dumps(value)[1:-1]}"


def traits(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the path and the schema of each trait that has a field."""
    yield from _below("", _mapping(_mapping(schema.get("properties")).get("traits")))


def _below(path: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, trait in _mapping(schema.get("properties")).items():
        here = f"{path}.{name}" if path else str(name)
        if _mapping(trait).get("type") == "object":
            yield from _below(here, trait)
        else:
            yield here, _mapping(trait)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _at(trait: Mapping[str, Any], *names: str) -> Any:
    here: Any = trait.get("ory.sh/kratos")
    for name in names:
        here = _mapping(here).get(name)
    return here


def of_methods(seen: Seen) -> Iterator[Finding]:
    """Look for what each method in use needs of the schema that people sign up with."""
    chosen = seen.settings.text("identity.default_schema_id")
    looked = {
        name: each for name, each in seen.kratos.schemas.items() if name == chosen
    } or seen.kratos.schemas
    all_traits = [trait for schema in looked.values() for _, trait in traits(schema)]
    use = in_use(seen)
    for rule_, method, path, value in NEEDS:
        if looked and method in use and not any(_at(trait, *path) for trait in all_traits):
            what = f"No trait of the identity schema {', '.join(looked)} has {'.'.join(path)}"
            yield rule_.found(what, advice(_paste(path, value)))


def words(seen: Seen) -> Iterator[Finding]:
    """Look at what people see of a trait."""
    for schema in seen.kratos.schemas.values():
        bare = [path for path, trait in traits(schema) if not trait.get("title")]
        if bare:
            yield TITLE.found(
                f"Traits without a title: {', '.join(bare)}",
                advice(
                    f'In the identity schema, at {bare[0]}: "title": "…", and its translation in a theme\'s catalog.'
                ),
            )


def languages(seen: Seen) -> Iterator[Finding]:
    """Look for titles that the languages on offer lack."""
    lacking = {language: titles for language, titles in seen.untranslated.items() if titles}
    if lacking:
        language, titles = next(iter(lacking.items()))
        yield TRANSLATION.found(
            "; ".join(f"{name} has no word for {', '.join(each)}" for name, each in lacking.items()),
            advice(
                f'In the theme\'s translations/{language}/LC_MESSAGES/ui.po: msgid "{titles[0]}"; '
                "`kratos-ui i18n extract --schema` lists all."
            ),
        )


def translations(seen: Seen) -> Iterator[Finding]:
    """Look for translations of the theme that can't be filled in."""
    if seen.unusable:
        yield UNUSABLE.found(
            "; ".join(seen.unusable),
            advice("Mend the placeholder there: `kratos-ui theme check` lists all of a theme's mistakes."),
        )


def sms(seen: Seen) -> Iterator[Finding]:
    """Look for a way to send SMS, if a trait needs one."""
    if not seen.asked.settings:
        return
    for schema in seen.kratos.schemas.values():
        wants = [
            path for path, trait in traits(schema)
            if "sms" in (_at(trait, "credentials", "code", "via"), _at(trait, "verification", "via"))
        ]  # fmt: skip
        channels = {each.get("id") for each in seen.settings.entries("courier.channels")}
        if wants and "sms" not in channels:
            yield SMS.found(
                f"{', '.join(wants)} gets codes by SMS, courier.channels has no sms",
                advice("kratos-config/overlays/sms.yml shows a channel `sms` of `courier.channels`."),
            )


CHECKS = (of_methods, words, languages, translations, sms)
