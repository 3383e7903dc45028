"""The log says why Kratos was not reached, and where it was looked for."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.kratos.client import KratosClient
from app.meter import Meter
from app.upstream.errors import UpstreamError
from app.upstream.http import new_http
from tests.support import fake_kratos
from tests.support.fake_kratos import Behaviour, FakeKratos, says
from tests.support.ports import free_port


class Noting(Meter):
    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def upstream(self, endpoint: str, outcome: str, seconds: float) -> None:
        self.calls.append((endpoint, outcome))


def told(url: str, caplog: pytest.LogCaptureFixture, read: float = 5.0) -> tuple[str, str]:
    """The word that is counted, and what is logged behind the address."""
    meter = Noting()
    client = KratosClient(url, new_http(), (1.0, read), request_id="req-1", meter=meter)
    caplog.clear()
    with pytest.raises(UpstreamError):
        client.flow_body("login", "0b3f", "")
    [record] = [each for each in caplog.records if each.name == "kratos_ui.upstream"]
    assert record.levelname == "WARNING"
    line = record.getMessage()
    [(endpoint, outcome)] = meter.calls
    assert endpoint == "GET /self-service/login/flows"
    assert line.startswith(f"{endpoint} {outcome} ")
    assert "0b3f" not in line
    assert f" req-1 at {url}: " in line
    return outcome, line.partition(f" at {url}: ")[2]


def test_nobody_listens(caplog: pytest.LogCaptureFixture) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert told(url, caplog) == ("refused", "no answer: Connection refused")
    meter = Noting()
    with pytest.raises(UpstreamError):
        KratosClient(url, new_http(), (1.0, 1.0), meter=meter).reachable()
    assert meter.calls == [("connect", "refused")]
    assert f"at {url}: no answer: Connection refused" in caplog.text


def test_a_name_that_nobody_has(caplog: pytest.LogCaptureFixture) -> None:
    outcome, reason = told("http://kratos.invalid:4433", caplog)
    assert outcome == "dns"
    assert reason.startswith("no answer: DNS: ")


@pytest.mark.parametrize(
    ("behaviour", "outcome", "reason"),
    [
        (fake_kratos.never, "timeout", "no whole answer in time"),
        (fake_kratos.drop, "lost", "no answer: RemoteDisconnected"),
        (fake_kratos.garbage, "protocol", "the answer is not HTTP"),
        (says(b"<html>"), "protocol", "the answer is not JSON"),
        (fake_kratos.endless_body, "protocol", "the answer is too large"),
        (says(b"<a href>", "307 Temporary Redirect", "Location: /admin/self-service/login/flows?id=0b3f"), "admin",
         "this is Kratos' admin API: set KRATOS_PUBLIC_URL to the public one"),
    ],
)  # fmt: skip
def test_somebody_listens(
    behaviour: Behaviour, outcome: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with FakeKratos(behaviour) as kratos:
        assert told(kratos.url, caplog, read=0.4) == (outcome, reason)


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    """Of a certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    held = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "tls.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem) + held)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "tls.pem")
    return context


def test_a_certificate_that_is_not_believed(tls: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    with FakeKratos(says(), tls=tls) as kratos:
        assert told(kratos.url, caplog) == ("tls", "no answer: TLS: self-signed certificate")


def test_https_where_http_is_spoken(caplog: pytest.LogCaptureFixture) -> None:
    with FakeKratos(fake_kratos.garbage) as kratos:
        outcome, reason = told(kratos.url.replace("http:", "https:"), caplog, read=0.5)
    assert outcome in ("tls", "timeout", "lost")
    assert reason.startswith("no ")
