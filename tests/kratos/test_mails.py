"""The mails of `kratos-ui mails`, sent by a real Kratos."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from app.cli.demo.mail import Mail
from app.config import Config
from app.mails.brand import write_mails
from app.mails.folder import sign
from app.paths import KRATOS_CONFIG
from tests.support.real_kratos import SMS, KratosFactory, RealKratos, http, new_address
from tests.support.servers import serving
from tests.support.sms_sink import SmsSink
from tests.support.soup import one, soup

UNKNOWN_TOO = {
    "selfservice": {
        "flows": {flow: {"notify_unknown_recipients": True} for flow in ("recovery", "verification")}
    }
}
NO_PAYLOAD = ("recovery", "link")
"""Here Kratos v1.3.1 loses the transient payload."""
LANGUAGES = {"en": ("en", "ltr"), "de-AT": ("de", "ltr"), "ar": ("ar", "rtl")}
SUBJECTS = {
    ("login", "code"): ("Your code to sign in", "Ihr Code zum Anmelden", "رمز تسجيل الدخول"),
    ("registration", "code"): (
        "Your code to create an account",
        "Ihr Code zum Erstellen eines Kontos",
        "رمز إنشاء الحساب",
    ),
    ("recovery", "code"): (
        "Get back into your account",
        "Zugang zu Ihrem Konto wiederherstellen",
        "العودة إلى حسابك",
    ),
    ("recovery", "link"): (
        "Get back into your account",
        "Zugang zu Ihrem Konto wiederherstellen",
        "العودة إلى حسابك",
    ),
    ("verification", "code"): ("Confirm your address", "Bestätigen Sie Ihre Adresse", "تأكيد عنوانك"),
    ("verification", "link"): ("Confirm your address", "Bestätigen Sie Ihre Adresse", "تأكيد عنوانك"),
}
Started = tuple[requests.Session, dict[str, Any]]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("mails")
    settings = Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, project_name="Acme")
    write_mails(out, settings, trait="traits.locale")
    sign(out)
    return out


@pytest.fixture
def kratos(real_kratos: KratosFactory, templates: Path) -> Callable[..., RealKratos]:
    def start(*overlays: str, **extra: Any) -> RealKratos:
        courier = {"template_override_path": str(templates)}
        return real_kratos(*overlays, extra={"courier": courier, **UNKNOWN_TOO, **extra})

    return start


def sent(kratos: RealKratos, kind: str, lang: str, **fields: str) -> Started:
    """What a browser has, and what Kratos says, after a form of ours in the language `lang`."""
    session = http()
    session.headers["Accept"] = "application/json"
    started = f"{kratos.public_url}/self-service/{kind}/browser"
    if (kind, fields["method"]) == NO_PAYLOAD:
        started += f"?lang={lang}"
    flow = session.get(started, timeout=10).json()
    payload = {"transient_payload": json.dumps({"lang": lang})} if lang else {}
    return session, posted(session, flow, **fields, **payload)


def posted(session: requests.Session, flow: dict[str, Any], **fields: str) -> dict[str, Any]:
    nodes = [node["attributes"] for node in flow["ui"]["nodes"]]
    token = next(node["value"] for node in nodes if node.get("name") == "csrf_token")
    answer = session.post(flow["ui"]["action"], data={"csrf_token": token, **fields}, timeout=10)
    body: dict[str, Any] = answer.json()
    return body


def look_at(mail: Mail, lang: str) -> None:
    """What holds for every mail."""
    tag, direction = LANGUAGES[lang]
    page = soup(mail.html)
    assert (one(page, "html")["lang"], one(page, "html")["dir"]) == (tag, direction)
    assert one(page, "title").string == mail.subject
    assert one(page, "h1").string == mail.subject
    for text in (mail.text, mail.html):
        assert "<no value>" not in text
        assert "%(" not in text
        assert "Acme" in text
    assert len(mail.html.encode()) < 100_000
    assert not page.select("script, img, link, iframe, object, video, form, [src], [background]")
    assert not re.findall(r"url\(|@import|@font-face", mail.html)
    links = {str(tag["href"]) for tag in page.select("[href]")}
    assert links <= {mail.link}
    assert set(re.findall(r"https?://[^\s\"'<>]+", mail.html.replace("&amp;", "&"))) == links
    assert "html" not in mail.text
    if mail.code:
        assert one(page, ".code").string == mail.code
        assert one(page, ".code")["dir"] == "ltr"


def next_mail(kratos: RealKratos, to: str, lang: str) -> Mail:
    mail = kratos.mailbox.wait_for(to)
    look_at(mail, lang)
    return mail


def said(flow: str, way: str, lang: str) -> str:
    return SUBJECTS[flow, way][list(LANGUAGES).index(lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_to_sign_in_signs_in(kratos: Callable[..., RealKratos], lang: str) -> None:
    real, email = kratos(), new_address()
    real.create_identity(email)
    session, flow = sent(real, "login", lang, method="code", identifier=email)
    mail = next_mail(real, email, lang)
    assert said("login", "code", lang) == mail.subject
    done = posted(session, flow, method="code", identifier=email, code=mail.code)
    assert done["session"]["active"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_to_sign_up_makes_an_account(kratos: Callable[..., RealKratos], lang: str) -> None:
    real, email = kratos(), new_address()
    fields = {"method": "code", "traits.email": email}
    session, flow = sent(real, "registration", lang, **fields)
    mail = next_mail(real, email, lang)
    assert said("registration", "code", lang) == mail.subject
    done = posted(session, flow, **fields, code=mail.code)
    assert done["identity"]["traits"]["email"] == email


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("way", ["code", "link"])
@pytest.mark.parametrize("kind", ["recovery", "verification"])
def test_codes_and_links_of_recovery_and_verification(
    kratos: Callable[..., RealKratos], kind: str, way: str, lang: str
) -> None:
    real, email = kratos(*([way] if way == "link" else [])), new_address()
    real.create_identity(email, verified=False)
    session, flow = sent(real, kind, lang, method=way, email=email)
    mail = next_mail(real, email, lang)
    assert said(kind, way, lang) == mail.subject
    assert bool(mail.code) == (way == "code")
    assert bool(mail.link) == (way == "link" or kind == "verification")
    if way == "code":
        done = posted(session, flow, method=way, code=mail.code)
        state = done.get("state") or done["error"]["id"]
    else:
        answer = session.get(mail.link, headers={"Accept": "text/html"}, allow_redirects=False, timeout=10)
        state = answer.headers["Location"]
    assert re.search("passed_challenge|browser_location_change_required|/settings|/verification", state)
    if kind == "verification":
        (found,) = [each for each in real.admin("GET", "/identities?credentials_identifier=" + email)]
        assert found["verifiable_addresses"][0]["verified"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("way", ["code", "link"])
@pytest.mark.parametrize("kind", ["recovery", "verification"])
def test_who_has_no_account_is_told_so(
    kratos: Callable[..., RealKratos], kind: str, way: str, lang: str
) -> None:
    real, email = kratos(*([way] if way == "link" else [])), new_address()
    sent(real, kind, lang, method=way, email=email)
    mail = next_mail(real, email, lang)
    assert not mail.code
    assert not mail.link


@pytest.mark.parametrize("lang", ["", "tlh", "x" * 3000, "-" * 300, "{{ .To }}"])
def test_a_language_that_is_none_gets_the_default(kratos: Callable[..., RealKratos], lang: str) -> None:
    real, email = kratos(), new_address()
    real.create_identity(email)
    sent(real, "login", lang, method="code", identifier=email)
    assert next_mail(real, email, "en").code


@pytest.mark.parametrize("payload", ['{"lang": 7}', '{"lang": {"lang": "de"}}', '{"lang": null}', "{}"])
def test_a_payload_of_another_form_gets_the_default(kratos: Callable[..., RealKratos], payload: str) -> None:
    real, email = kratos(), new_address()
    real.create_identity(email)
    sent(real, "login", "", method="code", identifier=email, transient_payload=payload)
    assert next_mail(real, email, "en").code


@pytest.mark.parametrize(
    ("locale", "lang"), [("de_AT", "de-AT"), ("ar", "ar"), ("", "de-AT"), (7, "de-AT"), (["ar"], "de-AT")]
)
def test_the_trait_that_says_a_language_goes_first(
    kratos: Callable[..., RealKratos], locale: object, lang: str
) -> None:
    schema = json.loads((KRATOS_CONFIG / "schemas" / "default.schema.json").read_text("utf-8"))
    schema["properties"]["traits"]["properties"]["locale"] = {}
    text = base64.b64encode(json.dumps(schema).encode()).decode()
    identity = {"default_schema_id": "locale", "schemas": [{"id": "locale", "url": f"base64://{text}"}]}
    real, email = kratos(identity=identity), new_address()
    traits: dict[str, Any] = {"locale": locale} if locale else {}
    real.create_identity(email, schema="locale", **traits)
    sent(real, "login", "de-AT", method="code", identifier=email)
    assert next_mail(real, email, lang).code


def test_texts_to_phones(real_kratos: KratosFactory, templates: Path) -> None:
    sink = SmsSink()
    with serving(sink, real_kratos.ports[SMS]):
        real = real_kratos("sms", extra={"courier": {"template_override_path": str(templates)}})
        for number, (lang, text) in enumerate(
            {"en": "Your code for Acme: ", "de": "Ihr Code für Acme: "}.items()
        ):
            phone = f"+4930123456{number}"
            real.create_identity(new_address(), schema="phone", phone=phone)
            sent(real, "login", lang, method="code", identifier=phone)
            assert sink.text_for(phone).strip()[:-6] == text


def test_each_file_stands_alone(real_kratos: KratosFactory, templates: Path) -> None:
    """For an operator who names them one by one, such as on a Kratos without a folder of its own."""
    folder = f"file://{templates}/login_code/valid"
    email = {
        "subject": f"{folder}/email.subject.gotmpl",
        "body": {
            "html": f"{folder}/email.body.gotmpl",
            "plaintext": f"{folder}/email.body.plaintext.gotmpl",
        },
    }
    real = real_kratos(extra={"courier": {"templates": {"login_code": {"valid": {"email": email}}}}})
    address = new_address()
    real.create_identity(address)
    sent(real, "login", "ar", method="code", identifier=address)
    assert next_mail(real, address, "ar").code
