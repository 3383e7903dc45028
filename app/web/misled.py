"""Signs that the settings are wrong which only show when people come: each is a warning in the log, once."""

from __future__ import annotations

import logging

from flask import request

from ..current import config, ui
from ..environ import is_this_machine

log = logging.getLogger("kratos_ui.web")


def check_action(action: str) -> None:
    """Take note of a flow whose form leads elsewhere than browsers are sent: it loses the cookies set there."""
    browser_url = config().kratos_browser_url
    if not action.startswith(f"{browser_url}/"):
        leads_to = action.partition("/self-service/")[0].partition("?")[0]
        _warn(
            "KRATOS_BROWSER_URL is %s, but Kratos' forms lead to %.200s: set one of it and Kratos' "
            "serve.public.base_url to the other", browser_url, leads_to,
        )  # fmt: skip

    if request.is_secure and browser_url.startswith("http:") and not is_this_machine(browser_url):
        _warn(
            "this UI is reached by https, but KRATOS_BROWSER_URL is %s: browsers warn of forms that lead to http, and "
            "keep no cookies of both; set it and Kratos' serve.public.base_url to https", browser_url,
        )  # fmt: skip


def cookies_lost(reason: str) -> None:
    """Take note of somebody who goes round in circles though their browser keeps our cookie: Kratos' don't get here."""
    _warn(
        "people go round in circles (%s): Kratos' cookies don't reach this UI. Browsers have Kratos at %s "
        "(KRATOS_BROWSER_URL) and this UI at %s://%.100s: these must be one host, or two below Kratos' cookies.domain; "
        "by http, Kratos must be started with --dev", reason, config().kratos_browser_url, request.scheme, request.host,
    )  # fmt: skip


def _warn(text: str, *arguments: object) -> None:
    told = ui().told
    if text not in told:
        told.add(text)
        log.warning(text, *arguments)
