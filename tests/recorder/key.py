"""A security key that can be registered, and never signs: enough for the pages of an account that has one."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets

ORIGIN, HOST = "http://localhost:4455", "localhost"
"""The UI as `overlays/record.yml` names it to the browsers of keys; they refuse IP addresses."""

# Any point on the curve P-256 is a public key. This is its base point, of SEC 2, section 2.4.2.
_X = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
_Y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
_PUBLIC_KEY = bytes.fromhex(f"a5010203262001215820{_X}225820{_Y}")  # COSE: EC2, ES256, P-256, x, y


def created(options: str) -> str:
    """What the browser posts after `navigator.credentials.create`.

    Args:
        options: Kratos' JSON, with `publicKey.challenge` at its top or below `credentialOptions`.

    Source: https://www.w3.org/TR/webauthn-2/#sctn-attestation, attestation format "none".
    """
    given = json.loads(options)
    challenge = given.get("credentialOptions", given)["publicKey"]["challenge"]
    name = secrets.token_bytes(32)
    counted = b"\x00" * 4 + b"\x00" * 16  # signatures so far; the key's model: unnamed
    seen = b"\x45"  # user present and verified, credential included
    data = hashlib.sha256(HOST.encode()).digest() + seen + counted + len(name).to_bytes(2, "big") + name
    data += _PUBLIC_KEY
    attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data
    client = {"type": "webauthn.create", "challenge": challenge, "origin": ORIGIN}
    response = {"attestationObject": _text(attestation), "clientDataJSON": _text(json.dumps(client).encode())}
    return json.dumps({"id": _text(name), "rawId": _text(name), "type": "public-key", "response": response})


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
