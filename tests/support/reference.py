"""The environment that Ory's quickstart gives the reference UI."""

from __future__ import annotations

ENVIRONMENT = {
    "KRATOS_PUBLIC_URL": "http://kratos:4433/",
    "KRATOS_BROWSER_URL": "http://127.0.0.1:4433/",
    "COOKIE_SECRET": "changeme",
    "CSRF_COOKIE_NAME": "ory_csrf_ui",
    "CSRF_COOKIE_SECRET": "changeme",
}
