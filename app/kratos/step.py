"""Flow and forms → the step that somebody is at: what pages choose their words by, and clients of the gateway theirs.

Pure. A template has a table of sentences; which of them it is, is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..upstream import values
from . import ids
from .arrange import Form
from .flow import Flow, Message, Node
from .lead import LEADS, SENT, STAND_INS
from .sent import sent_to
from .types import FlowKind

StepName = Literal[
    "start",  # the first page: an identifier, an address, the traits; of settings all sections
    "who",  # login: the identifier alone
    "how",  # login: whose it is is known; sign-up: the profile is. How to sign in is left
    "missing",  # sign-up by a provider: details that it did not tell
    "linking",  # login: to link an account of a provider to one that is here
    "again",  # login: to confirm a change
    "second",  # login: the second step
    "choose",  # recovery: one of several addresses
    "confirm",  # recovery: the whole of a masked address
    "sent",  # a code or a link is on its way
    "filled",  # a mail's link has filled in its code
    "given",  # recovery: a code that an administrator has made
    "recovered",  # settings: to set a new password
    "done",  # an address is confirmed, an account recovered, settings are saved
]
Medium = Literal["email", "phone", ""]

_LOGIN_SENT = frozenset({ids.LOGIN_CODE_SENT, ids.LOGIN_CODE_SENT_TO})
_NOBODY = frozenset({ids.NO_CODE_USER, ids.ACCOUNT_NOT_FOUND})
_NO_WAY = frozenset({ids.NO_METHODS, ids.LIMIT_REACHED})
_DIGITS = frozenset("+0123456789")


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody is in a flow."""

    name: StepName
    asks: str = ""  # for what, where one name has several sentences: see `_asked_…` below
    said: tuple[Message, ...] = ()  # the flow's messages that stand below the title
    words: tuple[Message, ...] = ()  # whose words stand there: one for each of `said`, or a stand-in
    sent: bool = False  # says that something was sent, and where to
    addresses: tuple[str, ...] = ()  # where a code or link went to, as far as the flow tells
    named: tuple[str, ...] = ()  # those of them that a sentence may name
    medium: Medium = "email"  # what they are; "" for several, or for neither; the usual one if none is told
    sure: bool = False  # of what was sent: somebody has the address, it was not only typed
    again: bool = False  # a button sends the code once more
    afresh: bool = False  # none does: a new code is to be had by starting over
    another: bool = False  # a code can go to another address, by starting over
    provider: Message | None = None  # the message that names the provider to link
    phone: bool = False  # what is confirmed is a phone number
    one_left: bool = False  # sign-up that can only go on with the provider that it began with
    lost: bool = False  # asks for no password: who has nothing of what it asks for can only recover
    newcomer: bool = False  # may be somebody who has no account yet
    needs_script: bool = False  # all buttons run a script
    dead_end: bool = False  # nothing can be sent, and no message says why
    renews: bool = True  # may start anew by itself: sends nothing that nobody asked for

    @property
    def address(self) -> str:
        """The one address that a code or link went to, or that signs in; "" where it may be one of several."""
        return self.addresses[0] if len(self.addresses) == 1 else ""

    @property
    def known(self) -> str:
        """Who signs in, where only the way is left to choose; "" elsewhere."""
        return self.address if self.name == "how" else ""

    @property
    def confirms(self) -> bool:
        """Whether it is for somebody who is signed in, at least half."""
        return self.name in ("again", "second")


def step_of(flow: Flow, forms: Sequence[Form]) -> Step:
    """Return the step that `flow`, arranged as `forms`, is at."""
    addresses = sent_to(flow)
    step = Step(
        name="start",
        said=tuple(message for message in flow.messages if message.id in LEADS[flow.kind]),
        addresses=addresses,
        named=addresses if len(addresses) == 1 or flow.schema else (),
        medium=_medium(addresses),
        sure=not addresses or flow.refresh or flow.requested_aal == "aal2",
        needs_script=_needs_script(forms),
        dead_end=not forms,
    )
    step = _STEPS[flow.kind](flow, forms, step)
    return replace(step, sure=step.sent and step.sure, words=_words(flow.kind, step, forms))


def _words(kind: FlowKind, step: Step, forms: Sequence[Form]) -> tuple[Message, ...]:
    if step.sent:
        said = step.said or (SENT[kind],)
        return tuple(replace(each, id=ids.REGISTRATION_CODE_SENT) for each in said) if step.sure else said
    if step.said or (step.confirms and not forms):
        return step.said
    stand_in = STAND_INS.get(step.asks) or STAND_INS.get(step.name)
    return (stand_in,) if stand_in else ()


def _login(flow: Flow, forms: Sequence[Form], step: Step) -> Step:
    name = _login_name(flow, forms)
    confirms = flow.refresh or flow.requested_aal == "aal2"
    known = name == "how" and not _has(flow.messages, _NOBODY)
    password = any("password" in form.groups for form in forms) if name == "again" else _leads(forms)
    return replace(
        step,
        name=name,
        asks=_asked_at_login(flow, forms, name),
        sent=name == "sent",
        said=tuple(each for each in step.said if name != "sent" or each.id in _LOGIN_SENT),
        another=name == "sent" and (not confirms or len(_named(flow, "identifier")) > 1),
        provider=next((each for each in flow.messages if _provider(each)), None),
        lost=bool(forms) and (known or name == "again") and not password,
        newcomer=not known and name in ("start", "who", "how"),
        dead_end=not forms and not _has(flow.messages, _NO_WAY),
        renews=not (flow.requested_aal == "aal2" and flow.state == "sent_email"),
    )


def _login_name(flow: Flow, forms: Sequence[Form]) -> StepName:
    named = _named(flow, "identifier")
    if flow.state == "sent_email":
        return "sent"
    if flow.requested_aal == "aal2":
        return "second"
    if flow.refresh:
        return "again"
    kept = any(node.hidden and node.group == "default" for node in named)
    if _has(flow.messages, (ids.LOGIN_LINK,)) or (flow.active == "oidc" and kept):
        return "linking"
    if any(form.group == "identifier_first" for form in forms):
        return "who"
    return "how" if forms and named and all(node.hidden for node in named) else "start"


def _asked_at_login(flow: Flow, forms: Sequence[Form], name: StepName) -> str:
    """Of a second step its group, or "address" to choose one; "email" of who it is; "way" of several."""
    if name == "second" and forms:
        choice = forms[0].group == "code" and len(_named(flow, "address")) > 1
        return "address" if choice else forms[0].group
    if name == "who":
        labels = (node.label.text for node in _named(flow, "identifier") if node.label)
        return "email" if "mail" in "".join(labels).lower() else ""
    return "way" if name == "how" and len(forms) > 1 else ""


def _registration(flow: Flow, forms: Sequence[Form], step: Step) -> Step:
    names: dict[StepName, bool] = {
        "sent": flow.state == "sent_email",
        "missing": flow.active == "oidc",
        "how": bool(_named(flow, "screen")),
    }
    return replace(
        step,
        name=next((name for name, here in names.items() if here), "start"),
        asks="" if names["sent"] or names["missing"] or not names["how"] else "method",
        sent=names["sent"],
        sure=True,
        one_left=any(node.label and node.label.id == ids.REGISTRATION_CONTINUE for node in flow.nodes),
        dead_end=not forms and not _has(flow.messages, _NO_WAY),
    )


def _recovery(flow: Flow, forms: Sequence[Form], step: Step) -> Step:
    shown = {node.name for node in flow.nodes if not node.hidden}
    code = _named(flow, "code")
    sending = bool(code) or flow.state == "sent_email"
    told = sending and bool(code or step.said)
    choice = "recovery_select_address" in shown
    name: StepName = "start"
    if code and not step.said and not step.address:
        name = "given"
    elif step.said and _filled(code, forms):
        name = "filled"
    elif sending:
        name = "sent"
    elif flow.state == "passed_challenge":
        name = "done"
    elif choice or "recovery_confirm_address" in shown:
        name = "choose" if choice else "confirm"
    return replace(
        step,
        name=name,
        asks=name if name == "given" else "" if told else _asked_at_recovery(flow, forms, shown),
        sent=name == "sent" and told,
        another=(sending or choice) and "screen" not in shown,
        dead_end=not forms and flow.state != "passed_challenge",
    )


def _asked_at_recovery(flow: Flow, forms: Sequence[Form], shown: Iterable[str]) -> str:
    """Return "choice" of addresses, a "whole" one, an "address" of any sort; by email a "link" or a "code"."""
    nodes = {
        "recovery_select_address": "choice",
        "recovery_confirm_address": "whole",
        "recovery_address": "address",
    }
    found = next((asked for name, asked in nodes.items() if name in shown), "")
    return found or _by_mail(flow, forms)


def _by_mail(flow: Flow, forms: Sequence[Form]) -> str:
    return "link" if any(node.group == "link" for node in flow.nodes) else "code" if forms else ""


def _verification(flow: Flow, forms: Sequence[Form], step: Step) -> Step:
    code, done = _named(flow, "code"), flow.state == "passed_challenge"
    sending = bool(code) or flow.state == "sent_email"
    told = sending and bool(code or step.said)
    again = any(node.button and node.name in ("email", "resend") for node in flow.nodes)
    filled = step.said and _filled(code, forms)
    name: StepName = "done" if done else "filled" if filled else "sent" if sending else "start"
    return replace(
        step,
        name=name,
        asks="verified" if done else "" if told else _by_mail(flow, forms),
        sent=name == "sent" and told,
        sure=step.sure or bool(code and not again),
        again=again,
        afresh=bool(code) and not again and not done,
        another=sending and not done and (again or not code),
        phone=_has(step.said, (ids.PHONE_VERIFIED,)),
        dead_end=not forms and not done,
        renews=not done,
    )


def _filled(code: Iterable[Node], forms: Sequence[Form]) -> bool:
    """Whether a mail's link has filled in the code, and a press is left; Kratos keeps a wrong code too."""
    return any(node.value for node in code) and bool(forms and forms[0].primary)


def _settings(flow: Flow, forms: Sequence[Form], step: Step) -> Step:
    refused = any(
        node.messages for node in _named(flow, "password")
    )  # Kratos says but once why people are here
    if step.said or (refused and "/self-service/recovery" in flow.request_url):
        password = any(form.group == "password" for form in forms)
        return replace(step, name="recovered", asks="password" if password else "")
    return replace(step, name="done" if flow.state == "success" else "start")


_STEPS = {
    "login": _login,
    "registration": _registration,
    "recovery": _recovery,
    "verification": _verification,
    "settings": _settings,
}


def _medium(addresses: Sequence[str]) -> Medium:
    if len(addresses) > 1:
        return ""
    if not addresses or "@" in addresses[0]:
        return "email"
    return "phone" if addresses[0][0] in _DIGITS else ""


def _needs_script(forms: Iterable[Form]) -> bool:
    buttons = [node for form in forms for node in form.buttons if node.name != "screen"]
    return bool(buttons) and all(node.trigger for node in buttons)


def _leads(forms: Iterable[Form]) -> bool:
    """Whether the password is what a form asks for first."""
    return any(form.group == "password" for form in forms)


def _provider(message: Message) -> str:
    name = values.text(message.context.get("provider"))
    return "" if name == "generic" else name


def _named(flow: Flow, name: str) -> list[Node]:
    return [node for node in flow.nodes if node.name == name]


def _has(messages: Iterable[Message], numbers: Iterable[int]) -> bool:
    return any(message.id in numbers for message in messages)
