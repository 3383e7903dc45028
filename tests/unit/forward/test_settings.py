"""`FORWARD_AUTH_*` are checked at the start."""

from __future__ import annotations

import pytest

from app.config import Config, ConfigError

KRATOS = {"KRATOS_PUBLIC_URL": "http://localhost:4433"}
ON = {**KRATOS, "FORWARD_AUTH_ENABLED": "true", "FORWARD_AUTH_HOSTS": "app.example.org"}


def problems(**variables: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        Config.from_env(variables)
    return caught.value.problems


def test_hosts_are_needed() -> None:
    found = problems(**KRATOS, FORWARD_AUTH_ENABLED="true")
    assert found == (
        "FORWARD_AUTH_HOSTS is not set: list the hosts of the applications that people come back to",
    )


@pytest.mark.parametrize(
    "value",
    ["https://app.example.org", "*", "*.org", "app.example.org/", "a b@c", "app.example.org:0", "app..org", "-a",
     "a.*.org", "ä"],
)  # fmt: skip
def test_a_host_that_is_none(value: str) -> None:
    [problem] = problems(**{**ON, "FORWARD_AUTH_HOSTS": value})
    assert problem.startswith("FORWARD_AUTH_HOSTS lists ")


def test_hosts() -> None:
    config = Config.from_env(
        {**ON, "FORWARD_AUTH_HOSTS": "App.example.org, *.apps.example.org localhost:8080"}
    )
    assert config.forward_auth_hosts == ("app.example.org", "*.apps.example.org", "localhost:8080")


@pytest.mark.parametrize(
    "value",
    ["X-User-Name", "X-User-Name=", "X-User-Name=name", "=id", "X_User_Name=id", "Set-Cookie=id", "Location=id",
     "X-Forwarded-Host=id", "X-Request-ID=id", "X-Content-Type-Options=id", "X-Accel-Redirect=id", "X-Original-URL=id",
     "X-User:Name=id", "X-Ä=id", "X-A=id x-a=email", "X-User-Name=traits", "X-User-Name=traits.", "X-=id",
     "X-User-Name=traits..a", "X-A-=id", "X-User-Id=metadata_admin.x"],
)  # fmt: skip
def test_a_header_that_is_none(value: str) -> None:
    [problem] = problems(**{**ON, "FORWARD_AUTH_HEADERS": value})
    assert problem.startswith("FORWARD_AUTH_HEADERS lists ")


def test_headers_come_beside_those_that_are_always_sent() -> None:
    words = "X-User-Name=traits.name.first, Remote-Groups=metadata_public.groups"
    more = (("X-User-Name", "traits.name.first"), ("Remote-Groups", "metadata_public.groups"))
    both = (("X-User-Id", "id"), ("X-User-Email", "email"))
    assert Config.from_env(ON).forward_auth_headers == both
    assert Config.from_env({**ON, "FORWARD_AUTH_HEADERS": words}).forward_auth_headers == (*both, *more)
    other = Config.from_env({**ON, "FORWARD_AUTH_HEADERS": "x-user-email=traits.mail"}).forward_auth_headers
    assert other == (both[0], ("x-user-email", "traits.mail"))


@pytest.mark.parametrize("value", ["-1", "301", "1.5", "x"])
def test_the_time(value: str) -> None:
    assert problems(**{**ON, "FORWARD_AUTH_CACHE": value})[0].startswith("FORWARD_AUTH_CACHE must be")
