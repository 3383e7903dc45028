"""Flows that no Kratos has sent: a value somewhere in one is changed, swapped for another type, cut or repeated."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.support.markup import MARK

EVIL = f'"><{MARK}><script>alert(1)</script><img src=x onerror=alert(1) {MARK}=1>'
VALUES: Sequence[Any] = (
    None, True, False, 0, -1, 7, 10**30, 1.5, "", "x", "nonsense", "code", "method", "hidden", "submit", "default",
    "password", "sent_email", "traits.email", 1050001, "%(x)s %s %d {0}", "{{ 7*7 }}", "a@b.co",
    EVIL, f"' {MARK}=1 onfocus=alert(1) x='", "</script><script>alert(1)</script>", "-->", "<!--", "&quot;&#34;",
    "javascript:alert(1)", "java\tscript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x", "//evil.example/x.js", "http://[", "http://127.0.0.1:4455/x",
    "\x00", "a\x00b\x1b[31m\x7f", "\r\nSet-Cookie: x=1", "\u202egnp.exe", "\u2066\u2067x\u2069", "\ud800",
    "x\udfff\ud83d", "\ue000uuid-0\ue001", "\u2028\ufeff", "é" * 300, "x" * 20_000, "🙂" * 2000,
    [], {}, [None], [[["deep"]]], {"id": EVIL}, {"text": None, "id": "7"}, {"a": {"b": []}}, ["x"] * 300,
)  # fmt: skip
"""Every type of JSON; what closes an attribute, an element, a comment; schemes; control characters, marks that turn
text round, halves of a surrogate pair; long and wide ones."""

_SAID = frozenset({
    "text", "context", "traits", "title", "placeholder", "value", "reason", "message", "status", "debug",
    "user_agent", "location", "ip_address", "client_name", "schema_id",
})  # fmt: skip
"""Keys below which Kratos says something to somebody, or repeats what somebody said."""
_MARKUP: Sequence[str] = (
    EVIL, f"<{MARK}>", f"<{MARK}>{EVIL}", f"' {MARK}=1 onfocus=alert(1) x='<{MARK}>", f"x\n</textarea></title><{MARK}>",
)  # fmt: skip


def deep(levels: int) -> Any:
    value: Any = EVIL
    for level in range(levels):
        value = [value] if level % 2 else {"text": value}
    return value


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) inside `value`, the outer ones first."""
    found: list[tuple[Any, Any]] = []
    _find(value, found)
    return found


def _find(value: Any, found: list[tuple[Any, Any]]) -> None:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        found.append((value, key))
        if isinstance(each, (dict, list)):
            _find(each, found)


def texts(value: Any, said: bool = False) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) inside `value` whose string may stand on a page; what decides which page is not one."""
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    decides = isinstance(value, dict) and value.get("type") in ("hidden", "submit", "button")
    for key, inner in list(keys):
        told = (said or key in _SAID) and key != "type" and not (decides and key == "value")
        if isinstance(inner, str) and told:
            yield value, key
        yield from texts(inner, told)


def put_markup(body: Any, source: random.Random, share: float = 1, rest: float = 0) -> None:
    """Puts markup into this share of the texts inside `body`, and beside this share of its other strings.

    Every second message becomes one that no catalog has, and so is shown as it is: of those that are known, Kratos
    says the values alone.
    """
    said = {(id(container), key) for container, key in texts(body)}
    for container, key in places(body):
        if not isinstance(container[key], str):
            continue
        if (id(container), key) not in said:
            evil = EVIL if source.random() < rest else ""
            container[key] = evil + container[key] if "@" in container[key] else container[key] + evil
        elif source.random() < share:
            container[key] = source.choice(_MARKUP)
            if key == "text" and source.random() < 0.5:
                container["id"] = 1999999


def mutate(
    body: dict[str, Any], source: random.Random, changes: int = 1, values: Sequence[Any] = VALUES
) -> None:
    """Makes this many changes somewhere inside `body`; fewer if nothing is left to change."""
    for _ in range(changes):
        if not (found := places(body)):
            return
        container, key = source.choice(found)
        how = source.random()
        if how < 0.15:
            del container[key]
        elif how < 0.25 and isinstance(container, list):
            container.append(copy.deepcopy(container[key]))
        elif how < 0.3:
            container[key] = deep(source.randrange(1, 60))
        elif how < 0.4:
            container[key] = _swapped(container[key])
        else:
            container[key] = copy.deepcopy(source.choice(values))


def _swapped(value: Any) -> Any:
    """The same in another type."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list):
        return {str(number): each for number, each in enumerate(value)}
    return {str: [value], bool: str(value), int: str(value), float: str(value)}.get(
        type(value), {"value": value}
    )
