"""What the tests call harmful is found, and a page of ours is not."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.markup import faults
from tests.support.ports import own_ports

PAGE = "<!doctype html><h1>Sign in</h1>%s"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<script>x</script>", "script"), ('<script src="https://evil.example/x.js"></script>', "script"),
        ('<p onclick="x">', "onclick"), ("<svg onload=x>", "onload"), ("<xss>", "xss"), ("<p xss=1>", "xss"),
        ('<a href="javascript:x">', "href"), ('<a href=" Java\tScript:x">', "href"),
        ('<form action="vbscript:x">', "action"), ('<a href="data:text/html,x">', "href"), ('<p style="x">', "style"),
        ("<iframe>", "iframe"), ('<p id="a"><p id="a">', "2 times id a"), ("<h1>Again</h1>", "2 headings"),
        ('<form method="post" action="https://k/"><input name="x"></form>', "token"),
    ],
)  # fmt: skip
def test_harm_is_found(text: str, found: str) -> None:
    assert found in " ".join(faults((PAGE % text).encode(), token=True))


def test_bytes_that_are_no_text_are_found() -> None:
    assert "UTF-8" in faults(b"<h1>\xff</h1>")[0]


def test_a_page_of_ours_has_none(client: FlaskClient) -> None:
    assert faults(client.get("/nowhere").data, token=True) == []


def test_text_and_a_script_that_is_known_are_no_harm() -> None:
    text = '&lt;script&gt;x&lt;/script&gt; <p title="onclick=x">javascript:x</p><script src="https://k/x.js"></script>'
    assert faults((PAGE % text).encode(), scripts={"https://k/x.js"}) == []


def test_workers_name_no_port_twice() -> None:
    ports = [
        own_ports({"PYTEST_XDIST_WORKER": f"gw{number}", "PYTEST_XDIST_WORKER_COUNT": "3"})
        for number in range(3)
    ]
    assert len({port for each in ports for port in each}) == sum(map(len, ports)) == len(own_ports({}))
