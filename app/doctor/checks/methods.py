"""Methods that are on and that nobody can finish."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, kratos, rule
from ..seen import Seen

SIGN_IN = ("password", "code", "webauthn", "passkey", "oidc", "saml", "identifier_first")
NOTHING = rule(
    "login-empty", "fail", "The sign-in page has nothing to sign in with.", after=("kratos-is-admin",)
)
RECOVERY = rule("recovery-empty", "fail", "«Forgot password» shows a page without a form.")
VERIFICATION = rule("verification-empty", "fail", "The page to confirm an address has no form.")
BOTH = rule("code-both", "fail", "Kratos refuses to start.")
HOOK = rule("session-hook", "warn", "Who signs up is not signed in then, and has to type everything again.")
SHOW = rule(
    "verification-hook",
    "warn",
    "Who signs up is sent a code and no page to type it in.",
    after=("session-hook",),
)
METHODS = "selfservice.methods"


def in_use(seen: Seen) -> set[str]:
    """Return the methods and flows that people are offered."""
    login = seen.kratos.flows.get("login")
    found = set(login.groups) if login else set()
    settings = seen.settings
    found |= {each for each in ("password", "passkey") if settings.on(f"{METHODS}.{each}.enabled")}
    if "code" in found or settings.on(f"{METHODS}.code.passwordless_enabled"):
        found.add("code-login")
    if settings.on(f"{METHODS}.webauthn.enabled") and settings.on(f"{METHODS}.webauthn.config.passwordless"):
        found.add("webauthn-login")
    for flow in ("recovery", "verification"):
        if (seen_ := seen.kratos.flows.get(flow)) and seen_.read.status == 200:
            found.add(flow)
    return found


def offered(seen: Seen) -> Iterator[Finding]:
    """Whether each page has a way through."""
    login = seen.kratos.flows.get("login")
    if login and login.read.status == 200:
        if not login.groups.intersection(SIGN_IN):
            yield NOTHING.found(
                "The login flow offers no method", kratos(f"{METHODS}.password.enabled", True)
            )
        else:
            yield NOTHING.fine(f"People sign in by {', '.join(sorted(login.groups.intersection(SIGN_IN)))}")
    for rule_, flow in ((RECOVERY, "recovery"), (VERIFICATION, "verification")):
        there = seen.kratos.flows.get(flow)
        reason = str(there.error.get("reason", "")) if there else ""
        if there and (there.read.status == 200 and not there.groups or "not enabled" in reason):
            use = next((each for each in ("link", "code") if f" {each}" in reason), "code")
            yield rule_.found(
                f"The {flow} flow has no method: {use} is off", kratos(f"{METHODS}.{use}.enabled", True)
            )


def on_paper(seen: Seen) -> Iterator[Finding]:
    """Look at what only the file tells."""
    settings = seen.settings
    if settings.on(f"{METHODS}.code.passwordless_enabled") and settings.on(f"{METHODS}.code.mfa_enabled"):
        yield BOTH.found(
            f"{METHODS}.code has passwordless_enabled and mfa_enabled",
            kratos(f"{METHODS}.code.mfa_enabled", False),
        )
    for rule_, flow in ((RECOVERY, "recovery"), (VERIFICATION, "verification")):
        use = settings.text(f"selfservice.flows.{flow}.use") or "code"
        off = str(settings.get(f"{METHODS}.{use}.enabled", use == "code")).lower() == "false"
        if not seen.live and settings.on(f"selfservice.flows.{flow}.enabled") and off:
            yield rule_.found(
                f"selfservice.flows.{flow}.use is {use}, which is off",
                kratos(f"{METHODS}.{use}.enabled", True),
            )


def hooks(seen: Seen) -> Iterator[Finding]:
    """Look at what happens right after signing up."""
    settings = seen.settings
    key = "selfservice.flows.registration.after"
    if not seen.asked.settings or not settings.on("selfservice.flows.registration.enabled", True):
        return
    if not settings.on(f"{METHODS}.password.enabled", True):
        return
    names = _hooks(seen, f"{key}.password.hooks") or _hooks(seen, f"{key}.hooks")
    verifies = settings.on("selfservice.flows.verification.enabled")
    want = ["session", *(["show_verification_ui"] if verifies else [])]
    paste = kratos(f"{key}.password.hooks", [{"hook": name} for name in dict.fromkeys([*want, *names])])
    if "session" not in names and "require_verified_address" not in _hooks(seen, _LOGIN_HOOKS):
        yield HOOK.found(f"{key}.password.hooks has no session", paste)
    elif verifies and "show_verification_ui" not in names:
        yield SHOW.found(f"{key}.password.hooks has no show_verification_ui", paste)


_LOGIN_HOOKS = "selfservice.flows.login.after.password.hooks"


def _hooks(seen: Seen, key: str) -> list[str]:
    return [str(each.get("hook")) for each in seen.settings.entries(key)]


CHECKS = (offered, on_paper, hooks)
