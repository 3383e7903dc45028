"""The themers' API: the variables of each page are exactly the fields of its dataclass here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

from ..kratos.arrange import Form
from ..kratos.chapters import Chapter
from ..kratos.flow import Flow, Message, Node
from ..kratos.session import Session
from ..kratos.step import Step, StepName

API = 1
"""Number of this contract; removing or renaming a field bumps it (`api` in `theme.toml`)."""

LINK_NAMES = ("help", "support", "privacy", "terms", "imprint")
"""Links that a theme may have below every page, in their order there."""


def doc(text: str, **kwargs: Any) -> Any:
    """Return a field with its documentation, which the generated `templates/README.md` shows."""
    return field(metadata={"doc": text}, **kwargs)


@dataclass(frozen=True, slots=True)
class Brand:
    """What the operator and the theme say about the product."""

    name: str  # beside the logo and in the title of the window
    app: str = ""  # the same for sentences ("Continue to …"); "" if nobody has given a name
    logo: str = ""  # address of an image, "" for the stock mark (or the theme's `--logo`)
    logo_dark: str = ""  # the same for the dark, "" if `logo` is for both
    favicon: str = ""  # address of the icon of the window, "" for the logo
    links: Mapping[str, str] = field(default_factory=dict)  # footer: a name of `LINK_NAMES` → address
    footer: str = ""  # text below every page, "" without one
    scheme: str = ""  # "light" | "dark" to force one, "" for the visitor's choice
    sheets: tuple[str, ...] = ()  # addresses of stylesheets: of parent themes, then of the table [look]
    stylesheet: str = ""  # address of the theme's own stylesheet, which comes last; "" without one


@dataclass(frozen=True, slots=True)
class Language:
    """One language the page can be shown in."""

    code: str  # "en", "pt-BR"
    name: str  # in its own words
    dir: str  # "ltr" | "rtl"
    url: str  # this page in that language


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """Every page."""

    brand: Brand = doc("Product name, logo, footer links, forced colour scheme.")
    language: Language = doc("The language of this page.")
    languages: tuple[Language, ...] = doc(
        "The languages on offer, for a list on the page: none if they are too many; one alone needs no picker."
    )
    all_languages: str = doc(
        "Where to choose a language, if they are too many for a list; '' else.", default=""
    )
    accessibility: str = doc(
        "Where the statement on accessibility is; '' if the theme links to none.", default=""
    )
    links: Mapping[str, str] = doc("Named links of this page; a missing name means: do not show.")
    notice: str = doc(
        "A calm sentence about what just happened, already translated; '' for none.", default=""
    )
    identity: str = doc("Name of who is signed in, as far as this page knows; '' if it does not.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPageContext(PageContext):
    """pages/login.html and the other flows: a Kratos flow and its forms."""

    flow: Flow = doc("The Kratos flow being shown.")
    forms: tuple[Form, ...] = doc("What to render, in order; each needs its own <form>.")
    step: Step = doc(
        f"Where in the flow this page is; its name is one of {' '.join(map(repr, get_args(StepName)))}."
    )
    messages: tuple[tuple[Message, Flow | Node], ...] = doc(
        "What stands above the forms: each message, and the flow or the node that it is about.", default=()
    )
    wrong: tuple[Node, ...] = doc("The fields that Kratos refused.", default=())
    unsent: tuple[Node, ...] = doc("Hidden fields of the flow that no form sends.", default=())
    chapters: tuple[Chapter, ...] = doc("Of settings: the forms of each group.", default=())
    client: str = doc("Name of the OAuth2 client that asks for this sign-in, '' if none does.", default="")
    folded: frozenset[str] = doc(
        "Groups of settings whose section starts closed: set up, and nothing to say.", default=frozenset()
    )
    script: str = doc(
        "'' | 'own' (static/js/triggers.js) | 'kratos' (the flow's own script node).", default=""
    )
    scripts: tuple[Node, ...] = doc("The script nodes to print.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPageContext(PageContext):
    """pages/error.html: an error that Kratos (or Hydra) describes."""

    status: int = doc("HTTP status of the error.")
    id: str = doc("Kratos' error id or OAuth2 error code, '' if there is none.", default="")
    reason: str = doc("What happened, in Kratos' words.", default="")
    message: str = doc("Short message, in Kratos' words.", default="")
    during: str = doc("Flow kind that failed, as far as known: 'login', …, or ''.", default="")
    untrusted: bool = doc(
        "Whether the texts come from the address bar and must be shown as a quote.", default=False
    )
    request_id: str = doc("Id to find this request in the logs.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPageContext(PageContext):
    """pages/status.html: a page that needs nothing from Kratos."""

    status: int = doc("HTTP status.")
    kind: str = doc(
        "'not_found' 'not_allowed' 'bad_request' 'failed' 'unavailable' 'bad_gateway' 'cookies_blocked' 'circles' "
        "'error_unknown'."
    )
    request_id: str = doc("Id to find this request in the logs.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeContext(PageContext):
    """pages/welcome.html: home, signed in or not."""

    session: Session | None = doc("The session, None for a visitor.")
    unconfirmed: Mapping[str, str] = doc(
        "Email addresses that are not confirmed yet, each with where to confirm it.", default_factory=dict
    )
    second_step: str = doc(
        "Where to complete the second factor that Kratos asks for, '' if none.", default=""
    )
    providers: Mapping[str, str] = doc(
        "Names of the providers that the session was confirmed by, by id.", default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutContext(PageContext):
    """pages/logout.html: sign-out confirmation; `links.logout` is missing when nobody is signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagesContext(PageContext):
    """pages/languages.html: all languages to choose from. `links.back` is the page that one came from."""

    choices: tuple[Language, ...] = doc("Those that the search finds; all without one.")
    query: str = doc("What is searched for, '' without a search.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityContext(PageContext):
    """pages/accessibility.html: what the tests prove for people with disabilities."""

    criteria: tuple[str, ...] = doc("Numbers of criteria of WCAG 2.2: '1.4.3'.")
    titles: Mapping[str, str] = doc("What a criterion is called in English, by its number.")
    browsers: str = doc("Those that the tests ran in, as a list in words.")
    date: str = doc("The day on which they ran: '2026-11-28'.")
    version: str = doc("Version of this UI that they ran on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInContext(PageContext):
    """pages/signed_in.html: instead of recovery, which is not for who is signed in. `links.logout` leads on to it."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session in words, as the account pages show it."""

    id: str
    name: str  # device: "Safari on iPhone"
    mobile: bool = False
    place: str = ""  # as Kratos knows it, often ""
    address: str = ""  # IP address without port
    since: datetime | None = None  # signed in
    confirmed: datetime | None = None  # last proof of who it is, if later: Kratos knows no other sign of life


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsContext(PageContext):
    """pages/sessions.html: where the user is signed in. `links.end_others` is missing if nowhere else."""

    session: Session = doc("The session of this browser.")
    this: SessionView = doc("Its device.")
    others: tuple[SessionView, ...] = doc("The other sessions, latest first.")
    ends: Mapping[str, str] = doc("Where to end a session, by its id.")
    details: str = doc("This session as Kratos describes it, JSON text, for developers.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEndContext(PageContext):
    """pages/session_end.html: asks before it signs a device out. The form posts to `links.end`."""

    device: SessionView | None = doc("The session to end, None for all others.")


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that an OAuth2 client asks for."""

    name: str  # "email"
    title: str  # "See your email address", already translated
    hint: str = ""
    required: bool = False  # granted without a choice
    checked: bool = True  # ticked at first


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentContext(PageContext):
    """pages/consent.html: an OAuth2 client asks for access. The form posts to `links.answer`."""

    client: str = doc("Name of the client.")
    scopes: tuple[Scope, ...] = doc(
        "What it asks for. A theme's catalog names own scopes: msgid `scope:photos.read`, `scope:photos.read:hint`."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2LogoutContext(PageContext):
    """pages/oauth2_logout.html: an OAuth2 client wants the user signed out. Posts to `links.answer`."""

    client: str = doc("Name of the client, '' if nobody says who asks.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2ProblemContext(PageContext):
    """pages/oauth2_problem.html: an OAuth2 request that can't be answered. Denying posts to `links.answer`."""

    kind: str = doc("'other_account' 'expired' 'answered'.")
    status: int = doc("HTTP status.")
    client: str = doc("Name of the client, as far as known.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewContext(PageContext):
    """pages/preview.html: the gallery of all pages, for themers."""

    exhibits: tuple[tuple[str, str, str], ...] = doc("Section, name and address of each page.")


PAGES: Mapping[str, type[PageContext]] = {
    "login.html": FlowPageContext,
    "registration.html": FlowPageContext,
    "recovery.html": FlowPageContext,
    "verification.html": FlowPageContext,
    "settings.html": FlowPageContext,
    "error.html": ErrorPageContext,
    "status.html": StatusPageContext,
    "welcome.html": WelcomeContext,
    "logout.html": LogoutContext,
    "preview.html": PreviewContext,
    "languages.html": LanguagesContext,
    "accessibility.html": AccessibilityContext,
    "signed_in.html": SignedInContext,
    "sessions.html": SessionsContext,
    "session_end.html": SessionEndContext,
    "consent.html": ConsentContext,
    "oauth2_logout.html": OAuth2LogoutContext,
    "oauth2_problem.html": OAuth2ProblemContext,
}

LINKS: Mapping[str, str] = {
    "login.html": "restart again registration recovery logout settings",
    "registration.html": "login restart",
    "recovery.html": "login restart",
    "verification.html": "home restart",
    "settings.html": "welcome settings sessions restart logout",
    "error.html": "login home",
    "status.html": "retry login home",
    "welcome.html": "login registration recovery verification welcome settings sessions logout",
    "logout.html": "logout home login",
    "languages.html": "back",
    "accessibility.html": "",
    "signed_in.html": "settings logout home",
    "sessions.html": "welcome settings sessions logout end_others",
    "session_end.html": "end back home",
    "consent.html": "answer policy terms",
    "oauth2_logout.html": "answer",
    "oauth2_problem.html": "answer home logout",
    "preview.html": "",
}
"""The names that `links` may have on each page; which of them it has depends on its state."""
