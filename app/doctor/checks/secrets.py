"""Secrets and switches that are for a trial only. Values are compared, never shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from secrets import token_hex

from ...paths import KRATOS_CONFIG
from ...together import SECRETS
from ..finding import Finding, advice, kratos, rule, ui
from ..seen import Seen
from ..settings import Settings, read

SECRET = rule(
    "secret-known",
    "fail",
    "Anybody can read these secrets, and so make sessions, tokens and confirmations of anybody.",
)
SHORT = rule("secret-short", "fail", "Kratos refuses to start, or what it signs can be guessed.")
NONE = rule("secret-missing", "warn", "Kratos makes new ones at each start: everybody is signed out then.")
LEAKS = rule("log-leaks", "warn", "Passwords, codes and addresses stand in Kratos' log.")
BREACHES = rule("password-leaked", "warn", "People keep passwords that strangers already know.")
MEMORY = rule("dsn-memory", "fail", "Every account is gone when Kratos ends.")
LEAST = {"cookie": 16, "cipher": 32, "default": 16}
KNOWN = (
    "PLEASE-CHANGE-ME",
    "CHANGE-ME",
    "CHANGEME",
    "INSECURE",
    "NOT-SECURE",
    "NOTSECURE",
    "EXAMPLE",
    "DEMO-SECRET",
)
"""In the examples that people start from."""


@cache
def _ours() -> Settings:
    return read([KRATOS_CONFIG / "kratos.yml"])


def secrets(seen: Seen) -> Iterator[Finding]:
    """`secrets.*` of the file."""
    if not seen.asked.settings:
        return
    named = 0
    for kind, least in LEAST.items():
        key = f"secrets.{kind}"
        values = seen.settings.words(key)
        named += len(values)
        new = kratos(key, [token_hex(16), *values], secret=True)
        if any(len(value) < least for value in values):
            new = kratos(key, [token_hex(16), *(each for each in values if len(each) >= least)], secret=True)
            yield SHORT.found(f"{key} has one of less than {least} characters", new)
        elif not seen.trial and any(_is_known(value, _ours().words(key)) for value in values):
            yield SECRET.found(
                f"{key} has one that an example has, too", kratos(key, [token_hex(16)], secret=True)
            )
    if not named:
        yield NONE.found("No secrets are set", kratos("secrets.cookie", [token_hex(16)], secret=True))


def of_the_ui(seen: Seen) -> Iterator[Finding]:
    """Those of the UI's environment."""
    if seen.trial or not seen.asked.config:
        return
    for field, name in SECRETS.items():
        if (value := getattr(seen.asked.config, field)) and _is_known(value, []):
            yield SECRET.found(f"{name} is one that an example has, too", ui(name, "<openssl rand -hex 32>"))


def _is_known(value: str, ours: list[str]) -> bool:
    plain = value.upper().replace("_", "-")
    return value in ours or any(each in plain for each in KNOWN) or len(set(value)) < 4


def switches(seen: Seen) -> Iterator[Finding]:
    """Look at what is off or on for a trial."""
    if not seen.asked.settings or seen.trial:
        return
    breaches = "selfservice.methods.password.config.haveibeenpwned_enabled"
    if seen.settings.on("selfservice.methods.password.enabled", True) and not seen.settings.on(
        breaches, True
    ):
        yield BREACHES.found(f"{breaches} is false", kratos(breaches, True))
    if seen.settings.on("log.leak_sensitive_values"):
        yield LEAKS.found("log.leak_sensitive_values is true", kratos("log.leak_sensitive_values", False))
    if seen.settings.text("dsn") == "memory":
        yield MEMORY.found(
            "dsn is memory", advice("dsn: postgres://user:password@host:5432/kratos?sslmode=verify-full")
        )


CHECKS = (secrets, of_the_ui, switches)
