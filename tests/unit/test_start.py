"""Settings that start with nonsense: each is refused, in one line that names the variable and says what to write."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.config import Config, ConfigError

KRATOS = {"KRATOS_PUBLIC_URL": "http://localhost:4433"}
HTTPS = {"KRATOS_PUBLIC_URL": "https://id.example.org"}
THEMES = Path(__file__).resolve().parents[1] / "themes"


def problems(environ: Mapping[str, str]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        Config.from_env(environ)
    return caught.value.problems


REFUSED = [
    ({"CSRF_COOKIE_NAME": "my cookie"}, "must be the name of a cookie"),
    ({"CSRF_COOKIE_NAME": "a;b"}, "must be the name of a cookie"),
    ({"CSRF_COOKIE_NAME": "käks"}, "must be the name of a cookie"),
    ({"CSRF_COOKIE_NAME": "__HOST-localhost:4455-x"}, "must be the name of a cookie"),
    ({"CSRF_COOKIE_NAME": "ory_kratos_session"}, "one of Kratos'"),
    ({"CSRF_COOKIE_NAME": "csrf_token_82b1"}, "one of Kratos'"),
    ({"CSRF_COOKIE_NAME": "kratos_ui_lang"}, "something else there"),
    ({"CSRF_COOKIE_NAME": "__Host-ui"}, "without https"),
    ({"CSRF_COOKIE_NAME": "__secure-ui"}, "without https"),
    ({**HTTPS, "CSRF_COOKIE_NAME": "__Host-ui", "BASE_PATH": "/auth"}, "use __Secure-"),
    ({**HTTPS, "CSRF_COOKIE_NAME": "__Host-ui", "DANGEROUSLY_DISABLE_SECURE_CSRF_COOKIES": "true"}, "without https"),
    ({"KRATOS_COOKIES": "*"}, "kratos_ui"),
    ({"KRATOS_COOKIES": "a b=c"}, '"b=c"'),
    ({"KRATOS_COOKIES": "ory_*_session"}, "ory_*_session"),
    ({"HOST": "localhost"}, "127.0.0.1"),
    ({"HOST": "my.host.example"}, "127.0.0.1"),
    ({"HOST": "[::1]"}, "must be an IP address"),
    ({"KRATOS_PUBLIC_URL": "http://localhost:99999"}, "http://localhost:4433"),
    ({"KRATOS_PUBLIC_URL": "http://localhost:0"}, "http://localhost:4433"),
    ({"KRATOS_PUBLIC_URL": "http://localhost:port"}, "http://localhost:4433"),
    ({"KRATOS_PUBLIC_URL": "http://local host"}, "http://localhost:4433"),
    ({"KRATOS_PUBLIC_URL": "http://[::1"}, "http://localhost:4433"),
    ({"KRATOS_PUBLIC_URL": "http://user:hush@kratos:4433"}, "browsers would get them"),
    ({"KRATOS_BROWSER_URL": "https://hush@id.example.org"}, "browsers would get them"),
    ({"HYDRA_ADMIN_URL": "http://h:1:2"}, "must be an http(s) address"),
    ({"KRATOS_ADMIN_URL": "http://localhost:4433"}, "KRATOS_PUBLIC_URL is KRATOS_ADMIN_URL"),
    ({"DEFAULT_LOCALE": "xx"}, "not a language"),
    ({"DEFAULT_LOCALE": "eo"}, "without a catalog: use ar, bg"),
    ({"DEFAULT_LOCALE": "en", "LOCALES": "en eo"}, "without a catalog: use ar, bg"),
    ({"LOCALES": "DE,EN"}, "without a catalog: use de, en, or"),
    ({"LOCALES": "en zh-TW"}, "names zh-TW, without a catalog: use zh-Hans, zh-Hant, or a theme"),
    ({"LOCALES": "en zh-Hant-TW es-MX sr-Latn-ME"}, None),
    ({"COOKIE_SECRET": "a"}, "at least 8 characters"),
    ({"CSRF_COOKIE_SECRET": "a"}, "at least 8 characters"),
    ({"ORY_ADMIN_API_TOKEN": "two words"}, "one word"),
    ({"BASE_PATH": "auth"}, "must be a path such as /auth"),
    ({"BASE_PATH": "//auth"}, "must be a path such as /auth"),
    ({"BASE_PATH": "/a b"}, "must be a path such as /auth"),
    ({"BASE_PATH": "/a/../b"}, "must be a path such as /auth"),
    ({"BASE_PATH": "/a?b"}, "must be a path such as /auth"),
    ({"BASE_PATH": "/a;Domain=b"}, "must be a path such as /auth"),
    ({"CSP_FORM_ACTION": "https://a.example; script-src *"}, '"https://a.example;"'),
    ({"CSP_FORM_ACTION": "self"}, None),  # a host of that name, as CSP reads it
    ({"CSP_FORM_ACTION": "'selfish'"}, "'selfish'"),
    ({"CSP_EXTRA": "https://cdn.example.org"}, "no directive"),
    ({"CSP_EXTRA": "img-source https://cdn.example.org"}, "no directive"),
    ({"CSP_EXTRA": "img-src"}, "no source"),
    ({"CSP_EXTRA": "img-src https://cdn.example.org/?x=\x7f"}, "no source"),
    ({"KRATOS_CA_BUNDLE": __file__}, "holds no certificate"),
    ({"KRATOS_CA_BUNDLE": "/nowhere.pem"}, "does not exist"),
    ({"GATEWAY_ORIGINS": "https://a.example:99999"}, "not an origin"),
    ({"GATEWAY_LOGOUT_URL": "http://[::1"}, "must be an address"),
    ({"GATEWAY_WEBHOOK_STATE": "/tmp"}, "can't write"),
    ({"WORKERS": "0"}, "from 1 to 64"),
    ({"THREADS": "many"}, "from 1 to 1024"),
    ({"HSTS": "forever"}, "max-age="),
]  # fmt: skip


@pytest.mark.parametrize(("environ", "told"), REFUSED)
def test_nonsense_is_refused_in_one_line(environ: dict[str, str], told: str | None) -> None:
    environ = {**KRATOS, **environ}
    if told is None:
        Config.from_env(environ)
        return
    [problem] = problems(environ)
    assert told in problem
    assert problem.startswith(tuple(environ)), "it names the variable"
    assert "\n" not in problem
    assert "hush" not in problem


@pytest.mark.parametrize(
    "environ",
    [
        {**HTTPS, "CSRF_COOKIE_NAME": "__Host-ui"},
        {"TRUSTED_PROXIES": "1", "CSRF_COOKIE_NAME": "__Secure-ui", "BASE_PATH": "/auth"},
        {"COOKIE_SECRET": "changeme", "CSRF_COOKIE_SECRET": "changeme", "CSRF_COOKIE_NAME": "ory_csrf_ui"},
        {"KRATOS_PUBLIC_URL": "http://[::1]:4433/kratos/", "HOST": "::1", "BASE_PATH": "/a-b/c_d~e/"},
        {
            "CSP_FORM_ACTION": "https://*.example.org:8443 myapp: 'self' http://[::1]:3000 accounts.example.org"
        },
        {"CSP_EXTRA": "img-src https://cdn.example.org *.example.net; FONT-SRC data:; report-uri /csp; "},
        {"DEFAULT_LOCALE": "de", "LOCALES": "de-AT,de,en", "THEME_DIR": "german"},
        {"HSTS": "off"},
        {"HSTS": "max-age=600; includeSubDomains; preload"},
    ],
)
def test_what_makes_sense_is_taken(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    catalog = tmp_path / "german" / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text("")
    Config.from_env({**KRATOS, **environ})


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate, its key, the same key with a password, and another key."""
    folder = tmp_path_factory.mktemp("pem")
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    (folder / "cert.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    locked = serialization.BestAvailableEncryption(b"hush")
    none = serialization.NoEncryption()
    for file, held, lock in (("key", key, none), ("locked", key, locked), ("other", other, none)):
        kind = serialization.PrivateFormat.PKCS8
        (folder / f"{file}.pem").write_bytes(held.private_bytes(serialization.Encoding.PEM, kind, lock))
    (folder / "text.pem").write_text("no PEM")
    return folder


@pytest.mark.parametrize(
    ("cert", "key", "told"),
    [
        ("text", "key", "TLS_CERT_PATH names {}/text.pem, which holds no certificate in PEM form"),
        ("key", "key", "TLS_CERT_PATH names {}/key.pem, which holds no certificate in PEM form"),
        ("cert", "text", "TLS_KEY_PATH names {}/text.pem, which holds no key in PEM form"),
        ("cert", "cert", "TLS_KEY_PATH names {}/cert.pem, which holds no key in PEM form"),
        ("cert", "other", "TLS_KEY_PATH names {}/other.pem, which is not the key of the certificate at TLS_CERT_PATH"),
        ("cert", "locked", "TLS_KEY_PATH names {}/locked.pem, which needs a password: "
                           "openssl pkey -in locked.pem takes it off"),
    ],
)  # fmt: skip
def test_a_certificate_or_key_that_is_none(pem: Path, cert: str, key: str, told: str) -> None:
    files = {"TLS_CERT_PATH": str(pem / f"{cert}.pem"), "TLS_KEY_PATH": str(pem / f"{key}.pem")}
    assert problems({**KRATOS, **files}) == (told.format(pem),)


def test_a_ui_on_https_needs_kratos_on_https(pem: Path) -> None:
    files = {"TLS_CERT_PATH": str(pem / "cert.pem"), "TLS_KEY_PATH": str(pem / "key.pem")}
    Config.from_env({**KRATOS, **files})  # on one's own machine browsers don't mind
    [problem] = problems({"KRATOS_PUBLIC_URL": "http://kratos:4433", **files})
    assert problem.startswith("KRATOS_PUBLIC_URL must be https")
    [problem] = problems({**KRATOS, "KRATOS_BROWSER_URL": "http://id.example.org", **files})
    assert problem.startswith("KRATOS_BROWSER_URL must be https")
