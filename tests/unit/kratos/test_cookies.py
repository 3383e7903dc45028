import pytest

from app.config import Config
from app.kratos.cookies import forward, has_session

PATTERNS = Config(kratos_public_url="http://kratos.test").kratos_cookies


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ""),
        ("kratos_ui=1; theme=dark", ""),
        ("ory_kratos_session=abc", "ory_kratos_session=abc"),
        ("kratos_ui=1; ory_kratos_session=abc; other=2; csrf_token_9f=x", "ory_kratos_session=abc; csrf_token_9f=x"),
        ("csrf_token_b=2; csrf_token_a=1", "csrf_token_b=2; csrf_token_a=1"),  # order
        ("ory_kratos_session=1; ory_kratos_session=2", "ory_kratos_session=1; ory_kratos_session=2"),  # duplicates
        ("ory_session_x=1;csrf_token_y=2", "ory_session_x=1; csrf_token_y=2"),  # no blank
        ("  \tory_session_x=1 \t;; ;", "ory_session_x=1"),
        ("ory_session_x=a=b==; z=1", "ory_session_x=a=b=="),
        ('ory_session_x="a b"; z=1', 'ory_session_x="a b"'),
        ("ory_session_x=%3B%20\\073,()<>@", "ory_session_x=%3B%20\\073,()<>@"),  # never decoded
        ("ory_session_x=", "ory_session_x="),
        ("ory_session_x", ""),  # no cookie of that name: browsers mean a value without a name
        ("=ory_session_x=1", ""),
        ("xory_session_x=1; Ory_session_x=2; my_csrf_token_=3", ""),  # names are exact, and case counts
        ("a=ory_kratos_session=1", ""),
        ('z="a; ory_session_x=1"', 'ory_session_x=1"'),  # quotes mean nothing: browsers do not know them either
    ],
)  # fmt: skip
def test_forward(header: str, expected: str) -> None:
    assert forward(header, PATTERNS) == expected


def test_names_and_prefixes() -> None:
    assert forward("a=1; ab=2; b=3", ("a",)) == "a=1"
    assert forward("a=1; ab=2; b=3", ("a*",)) == "a=1; ab=2"
    assert forward("a=1; A=2", ("a",)) == "a=1"
    assert forward("a=1; A=2", ("A",)) == "A=2"
    assert forward("a=1; ab=2", ()) == ""
    assert forward("a.c=1; abc=2; a[b]=3", ("a.c", "a[b]")) == "a.c=1; a[b]=3"  # no other pattern characters


def test_bytes_stay_the_same() -> None:
    every = bytes(byte for byte in range(0x20, 0x100) if byte not in (0x3B, 0x7F)).strip()
    header = (b"ory_session_x=" + every + b"; z=1").decode("latin-1")
    assert forward(header, PATTERNS).encode("latin-1") == b"ory_session_x=" + every


@pytest.mark.parametrize("char", [*map(chr, range(0x20)), "\x7f", "Ā", "\udc80", "\u2028"])
def test_what_could_end_a_header_is_left_out(char: str) -> None:
    header = f"ory_session_a=1{char}2; csrf_token_b=3"
    expected = header if char == "\t" else "csrf_token_b=3"
    assert forward(header, PATTERNS) == expected


def test_an_injected_header_does_not_pass() -> None:
    assert forward("ory_session_a=1\r\nX-Session-Token: t; csrf_token_b=3", PATTERNS) == "csrf_token_b=3"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", False),
        ("kratos_ui=1", False),
        ("csrf_token_9f=x", False),
        ("ory_kratos_continuity=x; csrf_token_9f=x", False),
        ("ory_kratos_session=", False),
        ("ory_kratos_session=abc", True),
        ("csrf_token_9f=x; ory_session_project=abc", True),
    ],
)
def test_has_session(header: str, expected: bool) -> None:
    assert has_session(header, PATTERNS) is expected


def test_has_session_under_another_name() -> None:
    assert has_session("my_session=1", ("my_session", "csrf_token_*"))
