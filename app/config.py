"""Settings: one frozen dataclass, read once from the environment. Nothing else reads `os.environ`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from . import environ, forwarding, sources, theme_files, together
from .environ import env
from .limits import WORKER_THREADS


class ConfigError(Exception):
    """Settings that can't be used; `problems` lists all of them, each naming its variable and the fix."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of this UI. Reference-UI names keep their meaning."""

    kratos_public_url: str = env(
        "KRATOS_PUBLIC_URL", "ORY_SDK_URL", parse=environ.url, default=MISSING, shown="required",
        doc="Kratos' public API as this server reaches it. `ORY_SDK_URL` is accepted too.",
    )  # fmt: skip
    kratos_browser_url: str = env(
        "KRATOS_BROWSER_URL", parse=environ.url, shown="`KRATOS_PUBLIC_URL`",
        doc="Kratos' public API as browsers reach it: `serve.public.base_url` of Kratos.",
    )  # fmt: skip
    kratos_admin_url: str = env(
        "KRATOS_ADMIN_URL", parse=environ.url, shown="none", doc="Kratos' admin API. Only `/version` asks it."
    )
    hydra_admin_url: str = env(
        "HYDRA_ADMIN_URL",
        parse=environ.url,
        shown="none",
        doc="Ory Hydra's admin API; switches the OAuth2 pages on.",
    )
    ory_admin_api_token: str = env(
        "ORY_ADMIN_API_TOKEN",
        parse=environ.token,
        secret=True,
        shown="none",
        doc="Bearer token for the admin API at `HYDRA_ADMIN_URL`.",
    )
    cookie_secret: str = env(
        "COOKIE_SECRET", parse=environ.secret(8), secret=True, shown="made at each start",
        doc="Signs this UI's own cookie. Set it (32 random characters) to keep open confirmations valid over restarts.",
    )  # fmt: skip
    csrf_cookie_name: str = env(
        "CSRF_COOKIE_NAME",
        parse=environ.cookie_name,
        default="kratos_ui",
        doc="Name of this UI's own cookie. Kratos' cookies are not affected.",
    )
    csrf_cookie_secret: str = env(
        "CSRF_COOKIE_SECRET",
        parse=environ.secret(8),
        secret=True,
        shown="`COOKIE_SECRET`",
        doc="Signs the CSRF tokens of this UI's own forms.",
    )
    dangerously_disable_secure_csrf_cookies: bool = env(
        "DANGEROUSLY_DISABLE_SECURE_CSRF_COOKIES", parse=environ.flag, default=False, shown="false",
        doc="Leaves `Secure` off this UI's own cookie behind a TLS proxy that is not in `TRUSTED_PROXIES`.",
    )  # fmt: skip
    remember_consent_session_for_seconds: int = env(
        "REMEMBER_CONSENT_SESSION_FOR_SECONDS", parse=environ.number(0, 10**9), default=3600,
        doc="How long a remembered OAuth2 consent holds; 0: for ever.",
    )  # fmt: skip
    trusted_client_ids: tuple[str, ...] = env(
        "TRUSTED_CLIENT_IDS",
        parse=environ.several,
        default=(),
        shown="none",
        doc="OAuth2 clients that need no consent page.",
    )
    host: str = env("HOST", parse=environ.ip, default="0.0.0.0", doc="IP address to listen on.")  # noqa: S104 - a container's default
    port: int = env("PORT", parse=environ.number(1, 65535), default=4455, doc="Port to listen on.")
    base_path: str = env(
        "BASE_PATH",
        parse=environ.path_prefix,
        shown="none",
        doc="Path below which all pages live: `/auth`. `/health/…` is at the host's root, too.",
    )
    tls_cert_path: Path | None = env(
        "TLS_CERT_PATH",
        parse=environ.file,
        default=None,
        shown="none",
        doc="TLS certificate (PEM); needs `TLS_KEY_PATH`.",
    )
    tls_key_path: Path | None = env(
        "TLS_KEY_PATH",
        parse=environ.file,
        default=None,
        shown="none",
        doc="TLS key (PEM); needs `TLS_CERT_PATH`.",
    )
    trusted_proxies: int = env(
        "TRUSTED_PROXIES", parse=environ.number(0, 10), default=0,
        doc="How many proxies in front of this UI set `X-Forwarded-*`; 0: those headers are ignored.",
    )  # fmt: skip
    workers: int = env(
        "WORKERS", parse=environ.number(1, 64), default=0, shown="processors, 4 at most",
        doc="Processes that serve.",
    )  # fmt: skip
    threads: int = env(
        "THREADS", parse=environ.number(1, 1024), default=WORKER_THREADS,
        doc="Requests that each of them answers at once; most of these wait for Kratos.",
    )  # fmt: skip
    shutdown_delay: int = env(
        "SHUTDOWN_DELAY", parse=environ.number(0, 600), default=0,
        doc="Seconds after SIGTERM in which `/health/ready` is 503 and pages are still served, for a balancer to see.",
    )  # fmt: skip
    log_level: str = env(
        "LOG_LEVEL", parse=environ.one_of("debug", "info", "warning", "error"), default="info",
        doc="From where on something is logged: debug (calls of Kratos), info (requests), warning, error.",
    )  # fmt: skip
    log_format: str = env(
        "LOG_FORMAT", parse=environ.one_of("text", "json"), default="text",
        doc="A line of text for each entry, or an object of JSON.",
    )  # fmt: skip
    metrics_port: int = env(
        "METRICS_PORT", parse=environ.number(1, 65535), default=0, shown="none: nothing is counted",
        doc="Port of its own for `/metrics`, for Prometheus. Keep it from strangers.",
    )  # fmt: skip
    otel_endpoint: str = env(
        "OTEL_EXPORTER_OTLP_ENDPOINT", parse=environ.url, shown="none: no traces",
        doc="Collector of traces, by OTLP over HTTP; needs the extra `otel`. Other `OTEL_…` variables hold too.",
    )  # fmt: skip
    hsts: str = env(
        "HSTS", parse=environ.hsts, default="max-age=31536000",
        doc="`Strict-Transport-Security` of answers by https; `off`: none.",
    )  # fmt: skip
    project_name: str = env("PROJECT_NAME", shown="the theme's `name`", doc="Product name on every page.")
    theme_dir: Path | None = env(
        "THEME_DIR",
        parse=theme_files.theme,
        default=None,
        shown="none",
        doc="A theme: a folder or a zip file with a `theme.toml`, or `package:NAME`, an installed one.",
    )
    themes: Path | None = env(
        "THEMES", parse=environ.watched_file, default=None, shown="none",
        doc="File that says which brand is shown to whom, by host, OAuth2 client, organization or `return_to`: "
        "`kratos-config/brands.md`.",
    )  # fmt: skip
    default_locale: str = env(
        "DEFAULT_LOCALE", parse=environ.language, default="en",
        doc="Language for visitors whose languages are not offered.",
    )  # fmt: skip
    locales: tuple[str, ...] = env(
        "LOCALES", parse=environ.languages, default=(), shown="all", doc="Languages to offer, in this order."
    )
    kratos_cookies: tuple[str, ...] = env(
        "KRATOS_COOKIES", parse=environ.cookie_names, default=("ory_kratos_*", "ory_session_*", "csrf_token_*"),
        doc="Names of the cookies that belong to Kratos; `*` stands for any end.",
    )  # fmt: skip
    kratos_timeout: tuple[float, float] = env(
        "KRATOS_TIMEOUT",
        parse=environ.seconds,
        default=(1.0, 6.0),
        doc="Seconds to wait for Kratos: connect, answer.",
    )
    kratos_ca_bundle: Path | None = env(
        "KRATOS_CA_BUNDLE", parse=environ.certificates, default=None, shown="certifi's",
        doc="Certificates (PEM) to check Kratos' and Hydra's TLS with.",
    )  # fmt: skip
    csp_form_action: tuple[str, ...] = env(
        "CSP_FORM_ACTION", parse=sources.form_targets, default=(), shown="`https:`",
        doc="Where forms may lead besides this UI and Kratos: origins of social sign-in providers, `return_to`, Hydra.",
    )  # fmt: skip
    csp_extra: str = env(
        "CSP_EXTRA",
        parse=sources.directives,
        shown="none",
        doc="More sources, in CSP's own form: `img-src https://cdn.example.org; font-src …`.",
    )
    gateway_enabled: bool = env(
        "GATEWAY_ENABLED",
        parse=environ.flag,
        default=False,
        shown="false",
        doc="Serves the JSON gateway below `/api`.",
    )
    gateway_origins: tuple[str, ...] = env(
        "GATEWAY_ORIGINS",
        parse=environ.origins,
        default=(),
        shown="none",
        doc="Other origins that may call the gateway.",
    )
    gateway_cookie_path: str = env(
        "GATEWAY_COOKIE_PATH", parse=environ.cookie_path, default="/api", shown="`BASE_PATH` + `/api`",
        doc="Path of the gateway's session cookie. `/` makes it take the place of the pages' own session.",
    )  # fmt: skip
    page_cache_mb: int = env(
        "PAGE_CACHE_MB", parse=environ.number(0, 1024), default=8,
        doc="Megabytes in each process for pages that are made once for many visitors; 0: every page is made anew.",
    )  # fmt: skip
    preview_enabled: bool = env(
        "PREVIEW_ENABLED", parse=environ.flag, default=False, shown="false",
        doc="Serves a gallery of every recorded state below `/preview`. For themers, not for production.",
    )  # fmt: skip
    gateway_webhook_secret: str = env(
        "GATEWAY_WEBHOOK_SECRET", parse=environ.secret(16), secret=True, shown="none: no web hook",
        doc="What Kratos' web hook sends as `X-Webhook-Secret`; switches `/internal/auth/user-created` on by itself.",
    )  # fmt: skip
    gateway_webhook_hook: str = env(
        "GATEWAY_WEBHOOK_HOOK", shown="none: only logged",
        doc="Your function that gets each new identity: `package.module:function`, or an entry point's name.",
    )  # fmt: skip
    gateway_webhook_state: Path | str | None = env(
        "GATEWAY_WEBHOOK_STATE", parse=environ.file_or_database, default=None, secret=True,
        shown="in the folder for temporary files",
        doc="File that notes who has been handed to the hook; of several machines a database, which needs the extra "
        "`database`: `postgresql://…`. Keep it, or the hook may see somebody twice.",
    )  # fmt: skip
    gateway_logout_url: str = env(
        "GATEWAY_LOGOUT_URL", parse=environ.page, shown="`/login`",
        doc="Page that the gateway's sign-out leads to: an address, or a path of this host.",
    )  # fmt: skip
    gateway_documents_example: bool = env(
        "GATEWAY_DOCUMENTS_EXAMPLE", parse=environ.flag, default=False, shown="false",
        doc="Serves `/api/documents`, the example of a protected endpoint.",
    )  # fmt: skip
    forward_auth_enabled: bool = env(
        "FORWARD_AUTH_ENABLED", parse=environ.flag, default=False, shown="false",
        doc="Serves `/session/check`, by which proxies let only signed-in people into other applications.",
    )  # fmt: skip
    forward_auth_hosts: tuple[str, ...] = env(
        "FORWARD_AUTH_HOSTS", parse=forwarding.hosts, default=(), shown="none",
        doc="Hosts of those applications, to come back to: `app.example.org *.apps.example.org localhost:8080`.",
    )  # fmt: skip
    forward_auth_headers: tuple[tuple[str, str], ...] = env(
        "FORWARD_AUTH_HEADERS", parse=forwarding.headers, default=forwarding.DEFAULT,
        shown="`X-User-Id=id X-User-Email=email`",
        doc="More headers that tell who it is: `X-User-Name=traits.name X-User-Roles=metadata_public.roles`.",
    )  # fmt: skip
    forward_auth_cache: int = env(
        "FORWARD_AUTH_CACHE", parse=environ.number(0, 300), default=0,
        doc="Seconds for which a session counts without asking Kratos again; a sign-out may take as long.",
    )  # fmt: skip

    @classmethod
    def from_env(cls, variables: Mapping[str, str]) -> Config:
        """Read the settings; an empty variable counts as unset.

        Raises:
            ConfigError: with all problems at once.
        """
        values: dict[str, Any] = {}
        problems: list[str] = []
        for spec in fields(cls):
            name = next((n for n in spec.metadata["names"] if variables.get(n, "").strip()), None)
            if name is None:
                if spec.default is MISSING:
                    problems.append(f"{spec.metadata['names'][0]} is not set: {spec.metadata['doc']}")
                continue
            try:
                values[spec.name] = spec.metadata["parse"](variables[name].strip())
            except ValueError as error:
                problems.append(f"{name} {error}")
                values[spec.name] = None  # it is set, if of no use: `together` must not say otherwise
        problems += together.problems(values)
        if problems:
            raise ConfigError(tuple(problems))
        return cls(**values)

    def __post_init__(self) -> None:
        if not self.kratos_browser_url:
            object.__setattr__(self, "kratos_browser_url", self.kratos_public_url)
