"""Headers that tell an application who is signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.support.recorded_kratos import RecordedKratos
from tests.unit.forward.asking import (
    AAL1,
    WHOAMI,
    ask,
    session,
)
from tests.unit.forward.conftest import MakeApp

HEADERS = (
    ("X-User-Id", "id"), ("X-User-Name", "traits.name"), ("X-User-Roles", "metadata_public.roles"),
    ("X-User-First", "traits.name.first"), ("X-User-Verified", "verified"), ("X-User-Aal", "aal"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Dan", "Dan"), ("Dan O'Neill (Sales) <d@x>", "Dan O'Neill (Sales) <d@x>"), ("José", "Jos%C3%A9"),
        ("a\r\nX-User-Id: root", "a%0D%0AX-User-Id: root"), ("a\nb", "a%0Ab"), ("\x00\x7f\x1b[2J", "%00%7F%1B[2J"),
        ("Doe, Jane", "Doe%2C Jane"), ("100%41", "100%2541"), (" admin ", "%20admin%20"), ("  ", "%20%20"),
        ("\u2028\u202e", "%E2%80%A8%E2%80%AE"), ("\x85", "%C2%85"), ("😀", "%F0%9F%98%80"),
        (True, "true"), (7, "7"), (None, ""), ({"first": "Dan"}, ""), ([], ""), ("", ""), ("x" * 2000, ""),
        (["a", "b,c", "ü"], "a,b%2Cc,%C3%BC"), (["a", {"b": 1}, None, ["c"]], "a"),
    ],
)  # fmt: skip
def test_values_are_fit_for_a_header(
    make_app: MakeApp, kratos: RecordedKratos, name: Any, value: str
) -> None:
    kratos.on("GET", WHOAMI, session(name=name))
    response = ask(make_app(forward_auth_headers=HEADERS).test_client())
    assert response.status_code == 200
    assert response.headers.getlist("X-User-Name") == [value]
    assert response.headers.getlist("X-User-Id") == [AAL1.body["identity"]["id"]]
    if isinstance(name, str) and len(name) < 1000:
        assert unquote(value) == name


def test_all_headers_come_with_each_200(make_app: MakeApp, kratos: RecordedKratos) -> None:
    """A proxy that puts ours in place of the visitor's own then always does."""
    kratos.plays(AAL1)
    response = ask(make_app(forward_auth_headers=HEADERS).test_client())
    told = {name: response.headers[name] for name, _ in HEADERS[1:]}
    assert told == {
        "X-User-Name": "", "X-User-Roles": "", "X-User-First": "", "X-User-Verified": "true", "X-User-Aal": "aal1"
    }  # fmt: skip


def test_headers_of_the_visitor_are_not_repeated(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(AAL1)
    response = ask(client, **{"X-User-Id": "root", "X-User-Email": "root@example.org"})
    assert response.headers.getlist("X-User-Id") == [AAL1.body["identity"]["id"]]
    assert "root" not in str(response.headers)
