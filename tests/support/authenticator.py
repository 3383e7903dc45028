"""Chromium's virtual authenticator, and checks of what a ceremony wrote, done as Kratos' server does them."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page


def unb64url(text: str) -> bytes:
    """The bytes of base64url without padding. Raises: ValueError for any other alphabet, or with padding."""
    if set(text) & set("+/="):
        raise ValueError(f"not base64url without padding: {text!r}")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """An authenticator of one page, over the DevTools protocol; it answers at once unless told otherwise.

    `transport`: "internal" for the device itself, "usb" for a key in its socket (only one can be "internal").
    """

    def __init__(self, page: Page, transport: str = "internal") -> None:
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "transport": transport,
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def presence(self, automatic: bool) -> None:
        """Whether somebody touches it at once (else a ceremony waits until its time is over)."""
        self._send("setAutomaticPresenceSimulation", enabled=automatic)

    def verified(self, verified: bool) -> None:
        """Whether fingerprint or PIN are right (else a ceremony that requires them is refused)."""
        self._send("setUserVerified", isUserVerified=verified)

    def credentials(self) -> list[dict[str, Any]]:
        """What it holds, with the private keys."""
        found: list[dict[str, Any]] = self._send("getCredentials")["credentials"]
        return found

    def clear(self) -> None:
        """Forget all credentials."""
        self._send("clearCredentials")

    def remove(self) -> None:
        """Unplug it."""
        self._send("removeVirtualAuthenticator")

    def add(
        self, credential_id: bytes, user_handle: bytes = b"", rp_id: str = "localhost"
    ) -> ec.EllipticCurvePublicKey:
        """Put a new credential into it (one that it offers by itself, if there is a user handle); its public key."""
        key = ec.generate_private_key(ec.SECP256R1())
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        credential = {
            "credentialId": base64.b64encode(credential_id).decode(),
            "isResidentCredential": bool(user_handle),
            "rpId": rp_id,
            "privateKey": base64.b64encode(der).decode(),
            "signCount": 1,
        }
        if user_handle:
            credential["userHandle"] = base64.b64encode(user_handle).decode()
        self._send("addCredential", credential=credential)
        return key.public_key()

    def put(self, credential: dict[str, Any]) -> None:
        """Put a credential into it that `credentials()` of another one gave."""
        fields = ("credentialId", "isResidentCredential", "rpId", "privateKey", "userHandle", "signCount")
        self._send("addCredential", credential={name: credential[name] for name in fields})

    def _send(self, command: str, **params: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.cdp.send(f"WebAuthn.{command}", {"authenticatorId": self.id, **params})
        return answer


def check_created(written: str, challenge: str, origin: str) -> bytes:
    """Check the JSON of a `create` ceremony (attestation "none", ES256); the new credential's id."""
    result = _parse(written, {"attestationObject", "clientDataJSON"}, challenge, origin, "webauthn.create")
    attestation = unb64url(result["response"]["attestationObject"])
    assert attestation.startswith(b"\xa3cfmtdnonegattStmt\xa0hauthDataX"), attestation[:40]
    auth_data = attestation[attestation.index(b"hauthDataX") + 11 :]
    assert auth_data[:32] == hashlib.sha256(b"localhost").digest()
    assert auth_data[32] & 0x41 == 0x41  # user present, credential included
    length = int.from_bytes(auth_data[53:55], "big")
    credential_id = auth_data[55 : 55 + length]
    assert credential_id == unb64url(result["id"])
    return credential_id


def check_asserted(
    written: str, challenge: str, origin: str, key: ec.EllipticCurvePublicKey, user_handle: bytes = b""
) -> bytes:
    """Check the JSON of a `get` ceremony, signature included; the id of the credential that signed."""
    fields = {"authenticatorData", "clientDataJSON", "signature", "userHandle"}
    result = _parse(written, fields, challenge, origin, "webauthn.get")
    parts = {name: unb64url(value) for name, value in result["response"].items()}
    signed = parts["authenticatorData"] + hashlib.sha256(parts["clientDataJSON"]).digest()
    key.verify(parts["signature"], signed, ec.ECDSA(hashes.SHA256()))  # raises InvalidSignature
    assert parts["userHandle"] == user_handle
    return unb64url(result["id"])


def _parse(written: str, fields: set[str], challenge: str, origin: str, kind: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(written)
    assert set(result) == {"id", "rawId", "type", "response"}
    assert result["type"] == "public-key"
    assert result["id"] == result["rawId"]
    assert set(result["response"]) == fields
    client = json.loads(unb64url(result["response"]["clientDataJSON"]))
    assert (client["type"], client["challenge"], client["origin"]) == (kind, challenge, origin)
    return result
