"""Kratos' web hook `POST /internal/auth/user-created`: hands each new identity to a function of yours, once.

```python
from kratos_ui.kratos.session import Identity

def user_created(identity: Identity) -> None: ...  # GATEWAY_WEBHOOK_HOOK=shop.accounts:user_created
```
If it raises, Kratos gets a 500 and sends again (v1.3.1: three times within 3 s), then fails the registration.
As the identity exists by then, `overlays/webhook.yml` calls the hook at each sign-in too: nobody gets in
without having been handed over, and whoever has been is not handed over again.
"""

from __future__ import annotations

import hmac
import logging
import pkgutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import cast

from flask import Flask, Response, request

from ..config import Config, ConfigError
from ..current import config, ui
from ..kratos.session import Identity, parse_identity
from ..upstream import values
from ..upstream.values import JSON
from .body import json_object
from .delivered import Delivered, NoteFailed, note
from .envelope import Refused, failure, json_blueprint, success

Hook = Callable[[Identity], object]


@dataclass(frozen=True, slots=True)
class Webhook:
    """The function, and the note of whom it was called for."""

    hook: Hook
    delivered: Delivered


HEADER = "X-Webhook-Secret"
ENTRY_POINTS = "kratos_ui.user_created"
bp = json_blueprint("gateway_webhook", __name__, "/internal/auth")
log = logging.getLogger("kratos_ui.gateway")


def install(app: Flask, config: Config) -> None:
    """Find the function and the note of what was handed over.

    Raises:
        ConfigError: either can't be used.
    """
    hook, delivered = load(config.gateway_webhook_hook), note(config.gateway_webhook_state)
    ui(app).webhook = Webhook(hook, delivered)
    try:
        delivered.make()
    except NoteFailed as error:  # pages can do without
        log.warning("%s. Until that is mended, nobody can sign up", error)


def load(name: str) -> Hook:
    """Return the function `name`: "package.module:function", or an entry point of the group `kratos_ui.user_created`.

    Raises:
        ConfigError: there is none.
    """
    if not name:
        return _only_log
    try:
        found = next(iter(entry_points(group=ENTRY_POINTS, name=name)), None)
        hook = found.load() if found else pkgutil.resolve_name(name)
    except Exception as error:  # whatever the module does while it is imported
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        raise ConfigError((f'GATEWAY_WEBHOOK_HOOK "{name}" can\'t be imported: {told}',)) from error
    if not callable(hook):
        raise ConfigError((f'GATEWAY_WEBHOOK_HOOK "{name}" is no function',))
    return cast(Hook, hook)


def _only_log(identity: Identity) -> None:
    log.warning("identity %s…: GATEWAY_WEBHOOK_HOOK is not set; the identity is only logged", identity.id[:8])


@bp.post("/user-created")
def user_created() -> Response:
    """200 once the function has returned for this identity, now or earlier.

    Raises:
        Refused: it is not Kratos that asks, or the body names no identity.
    """
    given = request.headers.get(HEADER, "")
    if not hmac.compare_digest(given.encode(), config().gateway_webhook_secret.encode()):
        raise Refused(401, f"The header {HEADER} is missing or wrong.")
    identity = _identity(json_object())
    try:
        return _hand_over(cast(Webhook, ui().webhook), identity)
    except NoteFailed as error:
        log.error("%s", error)
        return failure(500, "Nobody can note whom the hook has got. Send it again.")


def _identity(body: dict[str, JSON]) -> Identity:
    identity = values.mapping(body.get("identity"))
    try:
        number = uuid.UUID(values.text(identity.get("id")))
    except ValueError:
        raise Refused(400, "identity.id must be the id of an identity.") from None
    if not number.int:
        raise Refused(400, "identity.id is zero: this web hook runs before Kratos has stored the identity.")
    if not isinstance(identity.get("traits"), dict):
        raise Refused(400, "identity.traits must be an object.")
    return parse_identity({**identity, "id": str(number)})


def _hand_over(webhook: Webhook, identity: Identity) -> Response:
    hook, delivered = webhook.hook, webhook.delivered
    claim = delivered.claim(identity.id)
    if claim == "done":
        return success()
    if claim == "running":
        response = failure(503, "This identity is being handed over just now. Send it again.")
        response.headers["Retry-After"] = "1"
        return response
    try:
        hook(identity)
    except Exception:
        log.exception("the hook failed for identity %s…", identity.id[:8])
        delivered.failed(identity.id)
        return failure(500, "The hook failed for this identity. Send it again.")
    delivered.done(identity.id)
    log.info("identity %s… handed over", identity.id[:8])
    return success()
