"""Problems of settings that only show when several are looked at together, or with what lies on the disk."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import paths, release, theme_files
from .environ import is_this_machine

OWN_COOKIES = (
    "kratos_ui_brand", "kratos_ui_client_lang", "kratos_ui_lang", "kratos_ui_restarts", "kratos_ui_signed_in",
)  # fmt: skip
"""What this UI keeps beside the cookie that has a setting for its name."""
SECRETS = {
    "cookie_secret": "COOKIE_SECRET",
    "csrf_cookie_secret": "CSRF_COOKIE_SECRET",
    "gateway_webhook_secret": "GATEWAY_WEBHOOK_SECRET",
    "ory_admin_api_token": "ORY_ADMIN_API_TOKEN",
}
_UNFILLED = re.compile(r"<[a-z][\w ,.'-]+>|\$\(.*\)$|\$\{.*\}$|`.*`$", re.IGNORECASE)
"""`<openssl rand -hex 32>`, or a command that no shell has run, as files of variables have none."""
_OF_A_TRIAL = re.compile(r"(?<![A-Z])(REPLACE|CHANGE)[-_ ](ME|IT|THIS|THEM)(?![A-Z])", re.IGNORECASE)


def problems(values: Mapping[str, Any]) -> Iterator[str]:
    """All of them. `values`: what is set, by field of `Config`; None where a value can't be used."""
    for check in (
        _secrets,
        _tls,
        _cookies,
        _addresses,
        _ports,
        _languages,
        _webhook,
        _forward_auth,
        _tracing,
    ):
        yield from check(values)


def _secrets(values: Mapping[str, Any]) -> Iterator[str]:
    """Refuse what stands in a secret's place until somebody fills it in; a trial on one machine may keep its file's."""
    trial = is_this_machine(values.get("kratos_browser_url") or values.get("kratos_public_url") or "")
    for field, name in SECRETS.items():
        value = values.get(field) or ""
        if _UNFILLED.match(value) or (_OF_A_TRIAL.search(value) and not trial):
            yield f"{name} is still what stands in a file for you to fill in: openssl rand -hex 32 makes a secret"


def _tracing(values: Mapping[str, Any]) -> Iterator[str]:
    if values.get("otel_endpoint") and not find_spec("opentelemetry"):
        yield f"OTEL_EXPORTER_OTLP_ENDPOINT needs OpenTelemetry: {_extra('otel')}"


def _extra(name: str) -> str:
    wheel = f"{release.NAME.replace('-', '_')}-{release.version()}-py3-none-any.whl"
    return f"pip install './{wheel}[{name}]', in the folder where that file is"


def _tls(values: Mapping[str, Any]) -> Iterator[str]:
    cert, key = values.get("tls_cert_path"), values.get("tls_key_path")
    given = [name for name in ("tls_cert_path", "tls_key_path") if name in values]
    if len(given) == 1:
        missing = "TLS_KEY_PATH" if "tls_cert_path" in values else "TLS_CERT_PATH"
        yield f"{missing} is not set: TLS needs TLS_CERT_PATH and TLS_KEY_PATH together"
    if cert and key:
        yield from _pair(cert, key)


def _pair(cert: Path, key: Path) -> Iterator[str]:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cert)
    except ssl.SSLError:
        yield f"TLS_CERT_PATH names {cert}, which holds no certificate in PEM form"
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=lambda: "none")
    except ssl.SSLError as error:
        if "ENCRYPTED" in key.read_text("latin-1"):
            yield f"TLS_KEY_PATH names {key}, which needs a password: openssl pkey -in {key.name} takes it off"
        elif error.reason == "KEY_VALUES_MISMATCH":
            yield f"TLS_KEY_PATH names {key}, which is not the key of the certificate at TLS_CERT_PATH"
        else:
            yield f"TLS_KEY_PATH names {key}, which holds no key in PEM form"


def _cookies(values: Mapping[str, Any]) -> Iterator[str]:
    name = values.get("csrf_cookie_name", "kratos_ui") or ""
    patterns = values.get("kratos_cookies") or ("ory_kratos_*", "ory_session_*", "csrf_token_*")
    mixed_up = [own for own in (name, *OWN_COOKIES) if own and is_among(own, patterns)]
    if mixed_up:
        setting = "CSRF_COOKIE_NAME" if values.get("csrf_cookie_name") in mixed_up else "KRATOS_COOKIES"
        told = f"{', '.join(mixed_up)} one of Kratos' cookies ({' '.join(patterns)})"
        yield f"{setting} makes this UI's own {told}: use other names"
    if name in OWN_COOKIES:
        yield f'CSRF_COOKIE_NAME can\'t be "{name}": this UI keeps something else there; leave it unset, for kratos_ui'
    prefix = next((each for each in ("__Host-", "__Secure-") if name.lower().startswith(each.lower())), "")
    if prefix and _plain(values):
        yield f"CSRF_COOKIE_NAME can't start with {prefix} without https: browsers refuse that; leave it unset"
    if prefix == "__Host-" and values.get("base_path"):
        yield "CSRF_COOKIE_NAME can't start with __Host- along with BASE_PATH: browsers want the path /; use __Secure-"


def is_among(name: str, patterns: Sequence[str]) -> bool:
    """Whether one of `patterns`, of which `*` ends some, stands for `name`."""
    return any(name.startswith(p[:-1]) if p.endswith("*") else name == p for p in patterns)


def _plain(values: Mapping[str, Any]) -> bool:
    """Whether our cookies are surely without `Secure`, as in `app.web.cookies`."""
    kratos = values.get("kratos_browser_url") or values.get("kratos_public_url") or ""
    by_https = kratos.startswith("https:") or values.get("tls_cert_path") or values.get("trusted_proxies")
    return bool(values.get("dangerously_disable_secure_csrf_cookies") or not by_https)


def _addresses(values: Mapping[str, Any]) -> Iterator[str]:
    public, admin = values.get("kratos_public_url"), values.get("kratos_admin_url")
    if public and public == admin:
        yield "KRATOS_PUBLIC_URL is KRATOS_ADMIN_URL: the public API has a port of its own, mostly 4433"
    browser = values.get("kratos_browser_url") or public or ""
    if values.get("tls_cert_path") and browser.startswith("http:") and not is_this_machine(browser):
        setting = "KRATOS_BROWSER_URL" if values.get("kratos_browser_url") else "KRATOS_PUBLIC_URL"
        yield f"{setting} must be https, as this UI is (TLS_CERT_PATH): browsers warn of forms that lead to http"


def _ports(values: Mapping[str, Any]) -> Iterator[str]:
    if values.get("metrics_port") and values["metrics_port"] == values.get("port", 4455):
        yield "METRICS_PORT is PORT: metrics are served on a port of their own, such as 9455"


def _languages(values: Mapping[str, Any]) -> Iterator[str]:
    locales = values.get("locales", ())
    default = values.get("default_locale", "en")
    theme = values.get("theme_dir")
    if "theme_dir" in values and not theme:
        return  # said already
    themes = theme_files.chain(theme) if theme else ()
    folders = [*(each / "translations" for each in themes), paths.TRANSLATIONS]
    wanted = {"DEFAULT_LOCALE": (default,), "LOCALES": locales}
    for setting, names in wanted.items():
        missing = [name for name in names or () if name and not has_catalog(name, folders)]
        if missing:
            there = {name.replace("_", "-") for name in ("en", *_languages_in(folders))}
            languages = {each.replace("_", "-").split("-")[0].lower() for each in missing}
            near = [name for name in there if name.split("-")[0] in languages]
            use = ", ".join(sorted(near or there))
            yield f"{setting} names {', '.join(missing)}, without a catalog: use {use}, or a theme that has one"
            return
    if locales and default and default not in locales:
        yield f'LOCALES does not list DEFAULT_LOCALE "{default}"'


def has_catalog(tag: str, folders: Sequence[Path]) -> bool:
    """Whether pages can be shown in this language, "pt-BR" by a catalog of "pt" too; English needs none."""
    language, *more = tag.split("-")
    names = {"_".join([language, *more[:length]]) for length in range(len(more) + 1)}
    return language == "en" or bool(names & _languages_in(folders))


def _languages_in(folders: Sequence[Path]) -> set[str]:
    found = (path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.[pm]o"))
    return {path.parts[-3] for path in found}


def _webhook(values: Mapping[str, Any]) -> Iterator[str]:
    if "gateway_webhook_hook" in values and "gateway_webhook_secret" not in values:
        yield "GATEWAY_WEBHOOK_SECRET is not set: without it anybody could call GATEWAY_WEBHOOK_HOOK"
    if isinstance(values.get("gateway_webhook_state"), str) and not find_spec("sqlalchemy"):
        yield f"GATEWAY_WEBHOOK_STATE needs SQLAlchemy: {_extra('database')}"


def _forward_auth(values: Mapping[str, Any]) -> Iterator[str]:
    if values.get("forward_auth_enabled") and "forward_auth_hosts" not in values:
        yield "FORWARD_AUTH_HOSTS is not set: list the hosts of the applications that people come back to"
