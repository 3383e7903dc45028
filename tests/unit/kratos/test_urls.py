from urllib.parse import parse_qsl, urlsplit

import pytest

from app.kratos.types import FLOW_KINDS, FlowKind
from app.kratos.urls import PASSTHROUGH, allowed, init_url
from app.upstream.addresses import is_http_url

BASE = "https://id.example.org/kratos"


def test_every_kind_has_its_parameters() -> None:
    assert tuple(PASSTHROUGH) == FLOW_KINDS
    assert all("return_to" in names for names in PASSTHROUGH.values())


@pytest.mark.parametrize("kind", FLOW_KINDS)
def test_init_url_without_parameters(kind: FlowKind) -> None:
    assert init_url(BASE, kind) == f"{BASE}/self-service/{kind}/browser"


@pytest.mark.parametrize("kind", FLOW_KINDS)
def test_init_url_drops_what_the_kind_does_not_take(kind: FlowKind) -> None:
    everything = {name: "x" for names in PASSTHROUGH.values() for name in names}
    everything |= {"flow": "f", "restart": "1", "token": "t", "code": "123456", "lang": "de"}
    query = dict(parse_qsl(urlsplit(init_url(BASE, kind, everything)).query))
    assert set(query) == set(PASSTHROUGH[kind])


def test_empty_values_are_dropped() -> None:
    assert allowed("login", {"login_challenge": "", "aal": "aal2"}) == {"aal": "aal2"}
    assert init_url(BASE, "login", {"login_challenge": ""}) == f"{BASE}/self-service/login/browser"


@pytest.mark.parametrize(
    "value",
    [
        "https://app.example.org/a?b=c&d=e#f",
        "/welcome",
        "a b+c",
        "ü/€",
        "\r\nSet-Cookie: a=b",
        "\udcff",
        "&aal=aal1",
    ],
)
def test_values_can_not_leave_their_place(value: str) -> None:
    url = init_url(BASE, "login", {"return_to": value, "aal": "aal2"})
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    assert [name for name, _ in query] == ["aal", "return_to"]
    assert dict(query)["return_to"] == value.replace("\udcff", "?")
    assert url.isascii()
    assert url.isprintable()


@pytest.mark.parametrize("url", ["http://a", "https://a.example/b?c=d#e", "http://[::1]:4433/", "HTTPS://A"])
def test_is_http_url(url: str) -> None:
    assert is_http_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "/welcome", "//evil.example", "javascript:alert(1)", "data:text/html,x", "http:", "http:///path", "ftp://a",
        "http://a/\r\nSet-Cookie: x=y", " http://a", "java\nscript:alert(1)", "http://[", "http://a b", "mailto:a@b",
        "http://a:x", "http://a:99999", "http://[::1]x:a/", "http://a\u202eb/", f"http://{'a' * 64}é.example/", "http://é..x/",
    ],
)  # fmt: skip
def test_is_no_http_url(url: str) -> None:
    assert not is_http_url(url)
