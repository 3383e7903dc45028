"""`kratos-ui explain`: every id that anybody meets has an explanation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from app import paths
from app.cli.main import main
from app.doctor.explain import explain, known
from app.doctor.finding import RULES
from app.kratos import ids
from app.kratos.errors import _BY_ID


def inside(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a recording."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(each)


def of_recordings() -> set[str]:
    found: set[str] = set()
    for path in paths.FLOWS.rglob("*.json"):
        body = json.loads(path.read_text("utf-8")).get("body")
        for each in inside(body):
            if isinstance(each.get("id"), int) and "text" in each:
                found.add(str(each["id"]))
            if isinstance(each.get("id"), str) and "reason" in each and "_" in each["id"]:
                found.add(each["id"])
    return found


def of_catalog() -> set[str]:
    with (paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kratos.po").open("rb") as source:
        return {str(each.id) for each in read_po(source) if each.id and str(each.id).isdigit()}


def test_every_id_that_is_met_is_explained() -> None:
    met = of_recordings() | of_catalog() | set(_BY_ID)
    met |= {str(value) for value in vars(ids).values() if isinstance(value, int)}
    assert len(met) > 120
    assert met - {each.id for each in known()} == set()


def test_every_finding_of_doctor_is_explained() -> None:
    assert {each.id for each in RULES.values() if each.level != "ok"} <= {each.id for each in known()}


def test_no_id_stands_twice_and_all_say_something() -> None:
    everything = list(known())
    assert len({each.id for each in everything}) == len(everything) > 200
    assert all(each.who and each.means and each.do for each in everything)


@pytest.mark.parametrize(
    ("id", "said"),
    [
        (
            "4000006",
            [
                "Kratos says:  The provided credentials are invalid",
                "People read:  That sign-in name",
                "What to do:",
            ],
        ),
        ("security_csrf_violation", ["It means:     The CSRF cookie did not come", "kratos-ui doctor"]),
        ("cookie-domain", ["Browsers drop this cookie."]),
        ("410", ["The flow is over"]),
    ],
)
def test_what_is_printed(id: str, said: list[str]) -> None:
    result = CliRunner().invoke(main, ["explain", id])
    assert result.exit_code == 0
    assert all(each in result.output for each in said), result.output


def test_an_unknown_id_names_those_like_it() -> None:
    result = CliRunner().invoke(main, ["explain", "security_csrf_violations"])
    assert result.exit_code == 2
    assert "Did you mean security_csrf_violation" in result.output
    assert explain("nonsense") is None
