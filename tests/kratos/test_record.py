"""`make record`: what Kratos says today has the shape of what is on disk, and what it writes are flows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from app.kratos.flow import parse_flow
from app.kratos.types import FLOW_KINDS
from app.paths import FLOWS
from tests.recorder.__main__ import record as command
from tests.recorder.registry import chosen
from tests.recorder.shape import differences, shape
from tests.recorder.totp import now

pytestmark = pytest.mark.long

VERSION = "v1.3.1"


def record(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def only(*names: str) -> list[str]:
    return [word for name in names for word in ("--only", name)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Recordings of a few scenarios of one Kratos, by name."""
    out = tmp_path_factory.mktemp("flows")
    names = (
        "login.password",
        "registration.two_steps",
        "recovery.code",
        "verification.json",
        "keys.everything",
    )
    result = record("--out", str(out), *only(*names))
    assert result.exit_code == 0, result.output
    return {file.stem: json.loads(file.read_text()) for file in (out / VERSION).iterdir()}


def test_kratos_still_answers_as_recorded() -> None:
    names = (
        "login.json",
        "login.code",
        "registration.code",
        "settings.totp",
        "sessions.logout",
        "errors.get",
    )
    result = record("--check", "--out", str(FLOWS), *only(*names))
    assert result.exit_code == 0, result.output
    assert "0 written, 0 changed in shape, 0 not on disk yet, 35 unchanged" in result.output


def test_whatever_is_written_are_flows_that_the_ui_reads(written: dict[str, dict[str, Any]]) -> None:
    flows = {name: each for name, each in written.items() if shape(each)["kind"] == "flow"}
    assert len(flows) >= 25
    for name, document in flows.items():
        path = document["request"]["url"].partition("?")[0]
        kind = next(kind for kind in FLOW_KINDS if kind in path.split("/"))
        flow = parse_flow(kind, document["body"])
        assert flow.nodes, name
        assert all(node.kind != "unknown" for node in flow.nodes), name


def test_written_recordings_have_the_form_of_the_others(written: dict[str, dict[str, Any]]) -> None:
    for name, document in written.items():
        before = json.loads((FLOWS / VERSION / f"{name}.json").read_text())
        assert list(document) == [key for key in before if key != "note"], name
        assert list(document["request"]) == list(before["request"]), name
        assert document["request"]["url"].startswith("{PUBLIC}/"), name
        assert not list(differences(shape(before), shape(document))), name


def test_no_cookie_and_no_machine_stands_in_a_recording(written: dict[str, dict[str, Any]]) -> None:
    cookies = [cookie for each in written.values() for cookie in each.get("set_cookie", ())]
    assert len(cookies) >= 5
    assert all("=<opaque>; " in cookie for cookie in cookies)
    first = written["login.init.redirect_html"]
    before = json.loads((FLOWS / VERSION / "login.init.redirect_html.json").read_text())
    assert first["set_cookie"] == before["set_cookie"]  # a hash of Kratos' address in the name, and `Secure`
    hosts = {"127.0.0.1:5433", "127.0.0.1:4455", "localhost:4455"}
    for name, document in written.items():
        named = set(re.findall(r"\b(?:localhost|127\.0\.0\.1):\d+", unquote(json.dumps(document))))
        assert named <= hosts, name


def test_a_check_names_the_difference_writes_nothing_and_fails(tmp_path: Path) -> None:
    """The password's node lacks on disk, one state's file is not there."""
    name = "login.choose_method.password_only"
    document = json.loads((FLOWS / VERSION / f"{name}.json").read_text())
    nodes = document["body"]["ui"]["nodes"]
    document["body"]["ui"]["nodes"] = [node for node in nodes if node["attributes"]["name"] != "password"]
    file = tmp_path / VERSION / f"{name}.json"
    file.parent.mkdir()
    file.write_text(json.dumps(document))
    result = record("--check", "--out", str(tmp_path), *only("login.password_only", "settings.password_only"))
    # The two have other overlays, so two Kratos have run.
    assert result.exit_code == 1
    assert f"changed in shape  {name}" in result.output
    assert "nodes: input password password type=password label=1070001 is new" in result.output
    assert "not on disk yet   settings.show_form.password_only" in result.output
    assert json.loads(file.read_text()) == document
    assert len(list(file.parent.iterdir())) == 1


def test_no_scenario_fits() -> None:
    result = record("--only", "nothing.*")
    assert result.exit_code == 2
    assert "No scenario fits nothing.*" in result.output


def test_the_list_of_scenarios() -> None:
    result = record("--list", "--only", "recovery.*")
    assert result.output.split() == [each.name for each in chosen(["recovery.*"])]
    assert "recovery.link" in result.output.split()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": 403}, "status: 200 is now 403"),
        ({"location": "http://127.0.0.1:4455/login?flow=1"}, "location: "),
        ({"body": {"error": {"id": "no", "code": 403}}}, "kind: 'flow' is now 'json'"),
        ({"body": ""}, "kind: 'flow' is now 'text'"),
    ],
)
def test_shapes_differ(change: dict[str, Any], said: str) -> None:
    document = json.loads((FLOWS / VERSION / "login.choose_method.wrong_password.json").read_text())
    assert any(each.startswith(said) for each in differences(shape(document), shape({**document, **change})))


@pytest.mark.parametrize("name", ["state", "messages", "value", "type", "label"])
def test_shapes_of_flows_differ(name: str) -> None:
    before = json.loads((FLOWS / VERSION / "login.choose_method.wrong_password.json").read_text())
    after = json.loads(json.dumps(before))
    flow = after["body"]
    button = flow["ui"]["nodes"][-1]
    match name:
        case "state":
            flow["state"] = "sent_email"
        case "messages":
            flow["ui"]["messages"][0]["id"] = 1
        case "value" | "type":
            button["attributes"][name] = ""
        case "label":
            button["meta"]["label"]["id"] = 1
    assert list(differences(shape(before), shape(after)))


def test_ids_times_texts_and_order_are_no_difference() -> None:
    before = json.loads((FLOWS / VERSION / "login.choose_method.all_methods.json").read_text())
    after = json.loads(json.dumps(before))
    flow = after["body"]
    flow.update(id="another", expires_at="2030-01-01T00:00:00Z")
    flow["ui"]["nodes"].reverse()
    flow["ui"]["nodes"][0]["meta"]["label"]["text"] = "Other words"
    assert not list(differences(shape(before), shape(after)))


def test_authenticator_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 6238, appendix B: the last six of eight digits."""
    monkeypatch.setattr("tests.recorder.totp.time.time", lambda: 1111111109.0)
    assert now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "081804"
