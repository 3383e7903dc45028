"""Several instances of this UI: what all of them must have in common. Values are compared, never shown."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, Setting, rule
from ..seen import Seen

SECRET = rule(
    "cookie-secret",
    "fail",
    "A form that one instance made is refused by another: «this page is too old», at random.",
)
DIFFERENT = rule("instances-differ", "fail", "What people see depends on which instance they meet.")
STATE = rule(
    "webhook-state",
    "fail",
    "Your function for new accounts gets the same account from each instance that is asked.",
)
COMMON = (
    "BASE_PATH", "CSRF_COOKIE_NAME", "KRATOS_BROWSER_URL", "TRUSTED_PROXIES", "KRATOS_COOKIES", "GATEWAY_ENABLED",
    "GATEWAY_COOKIE_PATH", "HYDRA_ADMIN_URL",
)  # fmt: skip


def common(seen: Seen) -> Iterator[Finding]:
    """Compare the environments that `--env` named."""
    all_of_them = seen.asked.instances
    if len(all_of_them) < 2:
        return
    secrets = {each.get("COOKIE_SECRET", "") for each in all_of_them}
    if len(secrets) > 1 or "" in secrets:
        what = "is not set everywhere" if "" in secrets else "is not the same everywhere"
        yield SECRET.found(
            f"COOKIE_SECRET {what}", Setting("ui", "COOKIE_SECRET", "<openssl rand -hex 32, once for all>")
        )
    else:
        yield SECRET.fine(f"{len(all_of_them)} instances have one COOKIE_SECRET")
    different = [name for name in COMMON if len({each.get(name, "") for each in all_of_them}) > 1]
    for name in different:
        yield DIFFERENT.found(
            f"{name} is not the same everywhere", Setting("ui", name, all_of_them[0].get(name, ""))
        )


def noted(seen: Seen) -> Iterator[Finding]:
    """Whether all that serve the web hook note in one database who has been handed over."""
    hooked = [each for each in seen.asked.instances if each.get("GATEWAY_WEBHOOK_SECRET")]
    if len(hooked) < 2:
        return
    states = {each.get("GATEWAY_WEBHOOK_STATE", "") for each in hooked}
    if len(states) == 1 and "://" in states.pop():
        yield STATE.fine(f"{len(hooked)} instances note in one database who was handed to the web hook")
    else:
        yield STATE.found(
            "GATEWAY_WEBHOOK_STATE is no database that is the same everywhere",
            Setting(
                "ui", "GATEWAY_WEBHOOK_STATE", "<postgresql://user:password@host/database, once for all>"
            ),
        )


CHECKS = (common, noted)
