"""A reverse proxy that a test itself runs, in front of Kratos or the UI, with whatever mistakes a proxy can make."""

from __future__ import annotations

import datetime
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from werkzeug.wrappers import Request, Response

from app.cli.demo.server import Quiet
from tests.support.real_kratos import http
from tests.support.servers import serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOP = (
    "connection",
    "content-length",
    "transfer-encoding",
    "content-encoding",
    "host",
    "keep-alive",
    "server",
    "date",
)


@dataclass
class Relay:
    """A WSGI application that passes everything on to `target`, a base address, and back."""

    target: str
    keeps_host: bool = True
    """The `Host` that the browser sent, as proxies should be told to."""
    sets: dict[str, str] = field(default_factory=dict)
    """Headers for the server behind, in place of the browser's; `$host`, `$proto`."""
    adds: dict[str, str] = field(default_factory=dict)
    """The same, after what the browser sent: what lets a stranger's through."""
    drops: tuple[str, ...] = ()
    """Headers of a POST that get lost."""
    answers: dict[str, str] = field(default_factory=dict)
    """Headers of the answer, in place of the server's."""
    others: dict[str, str] = field(default_factory=dict)
    """Path prefix → another base address."""
    bodies: dict[str, str] = field(default_factory=dict)
    """Path → what is answered there, as JSON."""
    behind: int = 0
    """Seconds that the server's clock is behind."""
    breaks_posts: bool = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path in self.bodies:
            return Response(self.bodies[request.path], content_type="application/json")
        if self.breaks_posts and request.method == "POST":
            return Response("bad gateway", 502)
        base = next((to for start, to in self.others.items() if request.path.startswith(start)), self.target)
        with http() as session:
            got = session.request(
                request.method, base + request.full_path.rstrip("?"), data=request.get_data(),
                headers=self._headers(request), allow_redirects=False, timeout=20,
            )  # fmt: skip
        pairs = [(name, value) for name, value in got.raw.headers.items() if name.lower() not in HOP]
        response = Response(
            got.content, got.status_code, [each for each in pairs if each[0] not in self.answers]
        )
        response.headers.extend(self.answers)
        response.autocorrect_location_header = False
        return response

    def _headers(self, request: Request) -> dict[str, str]:
        sent = {name: value for name, value in request.headers.items() if name.lower() not in HOP}
        if request.method == "POST":
            sent = {name: value for name, value in sent.items() if name not in self.drops}
        known = {"$host": request.host, "$proto": request.scheme}
        for name, value in self.sets.items():
            sent[name] = known.get(value, value)
        for name, value in self.adds.items():
            sent[name] = ", ".join(filter(None, [sent.get(name), known.get(value, value)]))
        if self.keeps_host:
            sent["Host"] = request.host
        return sent


class Late(Quiet):
    """A server whose clock is `behind`."""

    behind = 0

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string((time.time() if timestamp is None else timestamp) - self.behind)


@contextmanager
def relaying(relay: Relay, port: int, certificate: Path | None = None) -> Iterator[None]:
    """`relay` on this port of 127.0.0.1 for as long as the block runs; over TLS with a certificate."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    handler = type("Late", (Late,), {"behind": relay.behind})
    with serving(relay, port, handler, context):
        yield


def certificate(folder: Path, days: float, *names: str) -> Path:
    """A self-signed certificate for these names, or localhost, that ends in so many days, its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"localhost {days:g}")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in names or ("localhost",)]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"localhost-{days:g}.pem"
    encoding = serialization.Encoding.PEM
    path.write_bytes(
        made.public_bytes(encoding)
        + key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path
