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
        ('<meta http-equiv="Refresh" content="0;url=https://evil.example/">', "http-equiv"),
        ("<style>a{}</style>", "style"), ('<base href="https://evil.example/">', "base"),
        ('<object data="x"></object>', "object"), ('<embed src="x">', "embed"), ('<frameset>', "frameset"),
        ('<p srcdoc="&lt;script>">', "srcdoc"), ('<iframe srcdoc="x"></iframe>', "srcdoc"),
        ('<svg><animate attributeName="href" values="javascript:x"/></svg>', "animate"),
        ('<svg><set attributeName="href" to="javascript:x"/></svg>', "set"), ("<plaintext>", "plaintext"),
        ('<link rel="stylesheet" href="https://evil.example/x.css">', "link"),
        ('<link rel="stylesheet" href="//evil.example/x.css">', "link"),
        ('<link rel="stylesheet" href="/\\evil.example/x.css">', "link"),
        ('<svg><script href="https://evil.example/x.js"></script></svg>', "script"),
        ('<a href="javascript:x" href="/">', "javascript"), ('<p title="<b>">', "<b>"), ('<p title="a"b"=1>', 'b"'),
        ("<!-- a text -->", "comment"), ("<?x>", "!x"), ("<!ELEMENT x>", "ELEMENT"), ("<![CDATA[x]]>", "CDATA"),
    ],
)  # fmt: skip
def test_harm_is_found(text: str, found: str) -> None:
    assert found in " ".join(faults((PAGE % text).encode(), token=True))


ADDRESSES = (
    "javascript:x", "JAVASCRIPT:x", "JaVa\tScript:x", "java\r\nscript:x", "  javascript:x", "\x01\x1fjavascript:x",
    "&#1;java&#9;script&colon;x", "jav&#x0A;ascript:x", "vbscript:x", "VBScript:x", " DATA:text/html,x", "data:,x",
    "data:image-/x", "blob:https://a/1", "FileSystem:x", "file:///etc/passwd", "view-source:x", "about:blank",
)  # fmt: skip
PLACES = (
    "a href", "form action", "button formaction", "input formaction", "area href", "svg xlink:href", "use href",
    "img src", "img srcset", "source srcset", "img longdesc", "img lowsrc", "video poster", "video src", "p data",
    "body background", "a ping", "blockquote cite", "html manifest", "link href", "link imagesrcset", "input src",
    "track src", "p icon", "img usemap",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_read_as_a_browser_reads_it(address: str) -> None:
    for place in PLACES:
        tag, name = place.split()
        text = f'<{tag} {name}="{address}">'
        if name in ("srcset", "imagesrcset", "ping"):  # blanks part the addresses in it
            text = f'<{tag} {name}="/x 1x, {"".join(address.split())} 2x">'
        assert f"{tag} {name}=" in " ".join(faults((PAGE % text).encode())), text


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://a/">', '<a href="/x?y=javascript:1">', '<a href="#javascript:x">', '<a href="myapp://done">',
        '<a href="mailto:a@b.co">', '<a href="java script:x">', '<a href="/javascript:x">', '<img src="https://k/qr">',
        '<img src="data:image/png;base64,AA==">', '<source srcset="/static/a.svg 1x, /static/b.svg 2x">',
        '<link rel="icon" href="data:image/svg+xml,%3Csvg/%3E">', '<link rel="stylesheet" href="/static/css/ui.css">',
        '<form method="get" action="https://k/?a=data:x"></form>', "<!-- -->", '<p title="&lt;style> style=x">',
    ],
)  # fmt: skip
def test_what_leads_somewhere_is_no_harm(text: str) -> None:
    assert faults((PAGE % text).encode()) == []


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
