"""What the settings page is made of: a chapter for each group, and which of them fold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .arrange import Form
from .flow import Flow, Node
from .step import Step

_SET_UP = frozenset({"totp_unlink", "lookup_secret_disable", "webauthn_remove", "passkey_remove", "unlink"})
"""Buttons that take something away: there is something."""
_ON = _SET_UP - {"unlink"} | {"lookup_secret_reveal"}
"""Buttons that tell that a way to sign in is switched on."""
_SWITCHED = frozenset({"totp", "lookup_secret", "webauthn", "passkey"})
_KEYS = frozenset({"webauthn", "passkey"})
_CODES = "lookup_secret_codes"


@dataclass(frozen=True, slots=True)
class Chapter:
    """The forms of one group of settings, under one heading."""

    group: str
    forms: tuple[Form, ...]  # that add or change something
    listed: tuple[Form, ...] = ()  # that list what there is, each with a button that removes it
    lists: bool = False  # it has such a list, be it empty
    on: bool | None = None  # whether this way to sign in is switched on; None where nothing is to be switched
    codes: bool = False  # shows recovery codes, which nobody may overlook
    folded: bool = False  # starts as a heading that opens

    @property
    def plain(self) -> str:
        """Its group in words, for want of a title."""
        return self.group.replace("_", " ").capitalize()


def chapters(flow: Flow, forms: Sequence[Form], step: Step) -> tuple[Chapter, ...]:
    """Return the chapters of a settings page in their order; none for other flows."""
    if flow.kind != "settings":
        return ()
    groups = dict.fromkeys(form.group for form in forms)
    if step.name == "recovered" and "password" in groups:
        groups = {"password": None, **groups}
    return tuple(_chapter(flow, group, [form for form in forms if form.group == group]) for group in groups)


def _chapter(flow: Flow, group: str, forms: Sequence[Form]) -> Chapter:
    nodes = [node for form in forms for node in form.nodes]
    names = {node.name for node in nodes}
    listed = tuple(form for form in forms if form.role == "remove")
    return Chapter(
        group=group,
        forms=tuple(form for form in forms if form.role != "remove"),
        listed=listed,
        lists=bool(listed) or group in _KEYS,
        on=bool(names & _ON) if group in _SWITCHED else None,
        codes=_CODES in names,
        folded=group != flow.active and _rests(names, nodes),
    )


def _rests(names: set[str], nodes: Iterable[Node]) -> bool:
    """Whether nobody has to see it at once.

    Never the profile and the password, which most people come for; nothing that something is said about, or that was
    just used, as far as Kratos tells (`active`; v1.3.1 and v26.2.0 leave it out).
    """
    return bool(names & _SET_UP) and _CODES not in names and not any(node.messages for node in nodes)
