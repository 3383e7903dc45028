"""What the buttons call the providers, for pages that have none of them: a fresh sign-in tells.

Kratos has no other place that tells their labels, and on 1.3.1 the flow that names a provider by its id has no buttons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..current import ui
from ..i18n.domains import verbatim
from ..i18n.messages import LABELS, PROVIDERS
from ..i18n.providers import called, labels_of
from ..kratos.flow import Flow, Message, parse_flow
from ..upstream import values
from .kratos import asks_nobody, kratos
from .remembered import Remembered

SECONDS, SECONDS_WITHOUT = 600, 60
"""How long an answer is kept, as each leaves a flow behind that nobody uses; and how long the lack of one."""


def remembered() -> Remembered[Mapping[str, str]]:
    """Return the place for them, with nothing known yet."""
    return Remembered({}, SECONDS, SECONDS_WITHOUT)


def named(flow: Flow) -> Flow:
    """`flow`, whose messages about providers know what buttons call them: its own ones, else those of a sign-in."""
    ids = set().union(*map(_ids, flow.messages))
    if not ids or verbatim():
        return flow
    own = labels_of(flow.nodes)
    labels = own if ids <= own.keys() else {**_labels(), **own}
    return replace(flow, messages=tuple(_with(message, labels) for message in flow.messages))


def names(providers: Iterable[str]) -> dict[str, str]:
    """Return what to call these providers, by their ids."""
    ids = [provider for provider in providers if provider]
    labels = _labels() if ids else {}
    return {provider: called(provider, labels) for provider in ids}


def _ids(message: Message) -> set[str]:
    listed = (values.items(message.context.get(name)) for name in PROVIDERS)
    return {each for every in listed for each in every if isinstance(each, str)}


def _with(message: Message, labels: Mapping[str, str]) -> Message:
    return replace(message, context={**message.context, LABELS: labels}) if _ids(message) else message


def _labels() -> Mapping[str, str]:
    """By id; none if Kratos gives no answer, as a page can do without."""
    return {} if asks_nobody() else ui().providers.get(_ask)


def _ask() -> Mapping[str, str]:
    answer = kratos().exchange("GET", "/self-service/login/browser")
    return labels_of(parse_flow("login", values.mapping(answer.body)).nodes)
