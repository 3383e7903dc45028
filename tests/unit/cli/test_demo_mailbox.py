"""The demo's mailbox: what it takes from a mail, and that a mail can do no harm in it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.cli.demo.mail import KEPT, Mailbox
from app.cli.demo.page import create_page
from tests.support.soup import one

TEXT = "Hi,\n\nplease enter:\n\n418205\n\nor open http://localhost:4433/self-service/verification?flow=1&code=418205\n"


def deliver(mailbox: Mailbox, subject: str = "Your code", text: str = TEXT, html: str = "") -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    mailbox.receive(["mara@example.org"], message.as_bytes())


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox(port=4437)


@pytest.fixture
def page(mailbox: Mailbox) -> FlaskClient:
    return create_page(mailbox).test_client()


def test_a_mail_is_kept_with_its_code_and_link(mailbox: Mailbox) -> None:
    deliver(mailbox)
    [mail] = mailbox.mails
    assert mail.recipients == ("mara@example.org",)
    assert (mail.number, mail.subject, mail.code) == (1, "Your code", "418205")
    assert mail.link == "http://localhost:4433/self-service/verification?flow=1&code=418205"


def test_a_mail_without_code_or_link(mailbox: Mailbox) -> None:
    deliver(mailbox, text="Order 1234567 and 12 of 123456 are here.")
    assert (mailbox.mails[0].code, mailbox.mails[0].link) == ("", "")


def test_the_oldest_mails_go(mailbox: Mailbox) -> None:
    for number in range(KEPT + 2):
        deliver(mailbox, subject=str(number))
    assert [mail.subject for mail in (mailbox.mails[0], mailbox.mails[-1])] == ["2", str(KEPT + 1)]


def test_mails_outlive_the_demo(tmp_path: Path) -> None:
    file = tmp_path / "mailbox.jsonl"
    before = Mailbox(4437, file)
    deliver(before, text="first\u2028of two lines", html="<b>418205</b>")
    deliver(before, subject="second")
    after = Mailbox(4437, file)
    assert after.mails == before.mails
    deliver(after, subject="third")
    assert [(mail.number, mail.subject) for mail in Mailbox(4437, file).mails][-1] == (3, "third")
    for _ in range(KEPT):
        deliver(after)
    assert len(file.read_text().splitlines()) == KEPT


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"number": 1}', "\xff"])
def test_a_file_that_nobody_can_read_is_no_mail(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mailbox.jsonl"
    file.write_bytes(text.encode("latin-1"))
    assert Mailbox(4437, file).mails == ()


def test_newest_first_code_large_links_clickable(mailbox: Mailbox, page: FlaskClient) -> None:
    deliver(mailbox, subject="first")
    deliver(mailbox, subject="second", html="<b>418205</b>")
    soup = BeautifulSoup(page.get("/").text, "html.parser")
    assert [title.text for title in soup.select("article h2")] == ["second", "first"]
    assert one(soup, ".mailbox__code").text == "418205"
    assert one(soup, "article .mailbox__text a")["href"] == mailbox.mails[0].link
    assert [a["href"] for a in soup.select("article a") if "HTML" in a.text] == ["/mails/2.html"]


def test_a_mail_is_only_text_on_the_page(mailbox: Mailbox, page: FlaskClient) -> None:
    attack = "<script>alert(1)</script> http://a.example/\"onmouseover=alert(1) 'x"
    deliver(mailbox, subject=attack.splitlines()[0], text=attack)
    answer = page.get("/")
    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.find("script") is None
    assert [set(a.attrs) for a in soup.select("article a")] == [{"href"}]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_html_of_a_mail_is_sandboxed(mailbox: Mailbox, page: FlaskClient) -> None:
    deliver(mailbox, html="<script>alert(1)</script><p>Hi</p>")
    answer = page.get("/mails/1.html")
    assert answer.text.startswith("<script>")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert page.get("/mails/2.html").status_code == 404


def test_other_host_names_are_refused(page: FlaskClient) -> None:
    """Else a page elsewhere could give its own name our address and read the codes."""
    assert page.get("/", headers={"Host": "localhost:4436"}).status_code == 200
    assert page.get("/", headers={"Host": "evil.example:4436"}).status_code == 400
    assert page.get("/mails/1.html", headers={"Host": "evil.example"}).status_code == 400


def test_its_files_are_there(page: FlaskClient) -> None:
    soup = BeautifulSoup(page.get("/").text, "html.parser")
    links = soup.select("link[rel=stylesheet]")
    assert len(links) == 3
    for link in links:
        with page.get(link["href"]) as answer:
            assert answer.mimetype == "text/css", link


def test_mails_are_laid_out_as_their_language_is(mailbox: Mailbox, page: FlaskClient) -> None:
    deliver(mailbox, subject="رمزك", text="رمزك هو 123456")
    shown = page.get("/").text
    assert '<h2 class="section__title" dir="auto">رمزك</h2>' in shown
    assert '<p class="mailbox__text" dir="auto">رمزك' in shown
