"""Settings: names, defaults, and every problem at once."""

import re
from pathlib import Path

import pytest

from app import together
from app.config import Config, ConfigError

KRATOS = {"KRATOS_PUBLIC_URL": "http://localhost:4433/"}


def problems(**environ: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        Config.from_env(environ)
    return caught.value.problems


def test_only_kratos_is_required() -> None:
    config = Config.from_env(KRATOS)
    assert config.kratos_public_url == "http://localhost:4433"
    assert config.kratos_browser_url == "http://localhost:4433"
    assert (config.port, config.base_path, config.default_locale) == (4455, "", "en")


def test_sdk_url_is_accepted_and_browser_url_kept() -> None:
    config = Config.from_env(
        {"ORY_SDK_URL": "http://kratos:4433", "KRATOS_BROWSER_URL": "https://id.example.org/"}
    )
    assert config.kratos_public_url == "http://kratos:4433"
    assert config.kratos_browser_url == "https://id.example.org"


def test_empty_counts_as_unset() -> None:
    assert Config.from_env({**KRATOS, "PORT": " ", "BASE_PATH": ""}).port == 4455


def test_all_problems_come_at_once() -> None:
    found = problems(
        PORT="high", TLS_CERT_PATH="/nowhere.pem", GATEWAY_ORIGINS="https://a.example/path", LOCALES="de"
    )
    assert len(found) == 6
    for name in ("KRATOS_PUBLIC_URL", "PORT", "TLS_CERT_PATH", "TLS_KEY_PATH", "GATEWAY_ORIGINS", "LOCALES"):
        assert any(problem.startswith(name) for problem in found), name


@pytest.mark.parametrize("url", ["kratos:4433", "ftp://kratos", "http://", "http://k/?a=b"])
def test_addresses_are_checked(url: str) -> None:
    assert problems(KRATOS_PUBLIC_URL=url)[0].startswith("KRATOS_PUBLIC_URL must")


def test_half_a_tls_setting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").touch()
    found = problems(**KRATOS, TLS_CERT_PATH=str(tmp_path / "cert.pem"))
    assert found == ("TLS_KEY_PATH is not set: TLS needs TLS_CERT_PATH and TLS_KEY_PATH together",)


def test_secrets_do_not_show() -> None:
    config = Config.from_env({**KRATOS, "COOKIE_SECRET": "hushhush", "ORY_ADMIN_API_TOKEN": "token"})
    assert "hush" not in repr(config)
    assert "'token'" not in repr(config)


@pytest.mark.parametrize(
    "value",
    [
        "<openssl rand -hex 32>", "<the same on each machine>", "<as it was>  # it is short: make a new one",
        "<random, see --fix-config>", "<token>", "$(openssl rand -hex 32)", "${COOKIE_SECRET}",
        "`openssl rand -hex 32`",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", together.SECRETS.values())
def test_what_waits_to_be_filled_in_is_no_secret(name: str, value: str) -> None:
    told = problems(**KRATOS, **{name: value})
    assert len(told) == 1
    assert told[0].startswith(f"{name} ")
    assert value not in told[0]


@pytest.mark.parametrize(
    "value",
    ["REPLACE-ME-BY-32-RANDOM-CHARACTERS", "a-demo-secret-REPLACE-IT-openssl-rand", "please_change_me"],
)
def test_the_secret_of_a_trial_is_for_this_machine_alone(value: str) -> None:
    here = {**KRATOS, "COOKIE_SECRET": value}
    assert Config.from_env(here).cookie_secret == value
    for name in ("KRATOS_BROWSER_URL", "KRATOS_PUBLIC_URL"):
        [told] = problems(**{**here, name: "https://accounts.example.org/kratos"})
        assert told.startswith("COOKIE_SECRET is still ")


@pytest.mark.parametrize(
    "value", ["changeme", "<%k3P>a", "$(x", "irreplaceable", "a<b c>d$(e)", "exchange-items"]
)
def test_any_other_word_may_be_a_secret(value: str) -> None:
    kratos = {"KRATOS_PUBLIC_URL": "https://accounts.example.org"}
    assert Config.from_env({**kratos, "COOKIE_SECRET": value + "x" * 8}).cookie_secret


def test_paths_and_words() -> None:
    config = Config.from_env(
        {**KRATOS, "BASE_PATH": "/auth/", "LOCALES": "en, en-GB", "KRATOS_TIMEOUT": "0.5 3"}
    )
    assert (config.base_path, config.locales, config.kratos_timeout) == ("/auth", ("en", "en-GB"), (0.5, 3.0))


GATEWAY = {**KRATOS, "GATEWAY_ENABLED": "true"}


def test_a_hook_needs_its_secret() -> None:
    found = problems(**GATEWAY, GATEWAY_WEBHOOK_HOOK="shop:user_created")
    assert found == ("GATEWAY_WEBHOOK_SECRET is not set: without it anybody could call GATEWAY_WEBHOOK_HOOK",)
    Config.from_env(
        {**GATEWAY, "GATEWAY_WEBHOOK_HOOK": "shop:x", "GATEWAY_WEBHOOK_SECRET": "0123456789abcdef"}
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GATEWAY_WEBHOOK_SECRET", "short"),
        ("GATEWAY_WEBHOOK_SECRET", "ä" * 20),
        ("GATEWAY_WEBHOOK_STATE", "/no/such/folder/state"),
        ("GATEWAY_WEBHOOK_STATE", "://user:short@host/database"),
        ("GATEWAY_WEBHOOK_STATE", "postgresql://user:short @host/database"),
        ("GATEWAY_COOKIE_PATH", "api"),
        ("GATEWAY_COOKIE_PATH", "/api; Domain=evil.example"),
        ("GATEWAY_LOGOUT_URL", "//evil.example"),
        ("GATEWAY_LOGOUT_URL", "/\\evil.example"),
        ("GATEWAY_LOGOUT_URL", "javascript:alert(1)"),
        ("GATEWAY_LOGOUT_URL", "bye"),
        ("GATEWAY_ORIGINS", "*"),
        ("GATEWAY_ORIGINS", "https://a.example.org/"),
    ],
)
def test_the_gateways_settings_are_checked(name: str, value: str) -> None:
    [problem] = problems(**GATEWAY, **{name: value})
    assert problem.startswith(name)
    assert "short" not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GATEWAY_WEBHOOK_SECRET", "0123456789abcdef"),
        ("GATEWAY_WEBHOOK_STATE", "postgresql://ui:0123456789abcdef@db/ui"),
    ],
)
def test_the_gateways_secrets_do_not_show(name: str, value: str) -> None:
    config = Config.from_env({**GATEWAY, name: value})
    assert "0123456789abcdef" not in repr(config)
    assert value in (config.gateway_webhook_secret, config.gateway_webhook_state)


def test_a_database_needs_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "find_spec", lambda _name: None)
    [problem] = problems(**GATEWAY, GATEWAY_WEBHOOK_STATE="postgresql://ui@db/ui")
    assert re.search(
        r"pip install '\./kratos_selfservice_ui_flask-\d\S*-py3-none-any\.whl\[database\]'", problem
    )
