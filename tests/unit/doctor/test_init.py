"""`kratos-ui init`: what it writes, doctor finds nothing in."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import main
from app.doctor.settings import load, read
from app.paths import KRATOS_CONFIG
from tests.support.mistakes import doctor

PLACES = [
    ("http://localhost:4455", "http://localhost:4433"),
    ("http://127.0.0.1:4455", "http://127.0.0.1:4433"),
    ("https://accounts.example.org/auth", "https://accounts.example.org/kratos"),
    ("https://accounts.example.org", "https://id.example.org"),
]


def init(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["init", *arguments], input=typed)


@pytest.mark.parametrize(("ui", "kratos"), PLACES)
@pytest.mark.parametrize("new", [True, False], ids=["new", "there"])
def test_doctor_finds_nothing(ui: str, kratos: str, new: bool, tmp_path: Path) -> None:
    file = tmp_path / "kratos.yml"
    if not new:
        text = (KRATOS_CONFIG / "kratos.yml").read_text("utf-8")
        for known in ("THESE-ARE-DEMO-SECRETS-REPLACE-THEM", "32-CHARACTERS-ONLY-FOR-THE-DEMO-"):
            text = text.replace(known, "9d3c1b7e5f2a4860c7e91d3b5a8f2046")
        file.write_text(text.replace("haveibeenpwned_enabled: false", "haveibeenpwned_enabled: true"))
    result = init(
        str(file), "--ui", ui, "--kratos", kratos, "--name", "Site", "--app", "https://app.example.org"
    )
    assert result.exit_code == 0, result.output
    run = doctor("--offline", "--config", str(file), "--ui", ui, "--app", "https://app.example.org")
    apart = {"cookie-app"} if "localhost" in ui or "127" in ui or "/kratos" in kratos else set()
    assert run.named == apart, run.output
    assert "https://app.example.org" in read([file]).words("selfservice.allowed_return_urls")


def test_three_questions(tmp_path: Path) -> None:
    file = tmp_path / "kratos.yml"
    result = init(str(file), typed="https://accounts.example.org\nhttps://id.example.org\nSite\n")
    assert result.exit_code == 0, result.output
    settings = read([file])
    assert settings.text("selfservice.flows.settings.ui_url") == "https://accounts.example.org/settings"
    assert settings.text("cookies.domain") == "example.org"
    assert "KRATOS_BROWSER_URL=https://id.example.org" in result.output


@pytest.mark.parametrize("given", ["", "--ui", "--ui --kratos", "--kratos --name"])
def test_a_script_is_told_what_it_must_give(given: str, tmp_path: Path) -> None:
    file = tmp_path / "kratos.yml"
    values = {"--ui": PLACES[3][0], "--kratos": PLACES[3][1], "--name": "Site"}
    result = init(str(file), *(word for name in given.split() for word in (name, values[name])))
    missing = next(name for name in values if name not in given)
    assert result.exit_code == 2
    assert (
        f"There is no {missing}, and nobody here to ask: a script gives --ui, --kratos, --name."
        in result.output
    )
    assert "Aborted" not in result.output
    assert not file.exists()


def test_comments_stay_and_secrets_are_new_and_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "kratos.yml"
    result = init(str(file), "--ui", PLACES[0][0], "--kratos", PLACES[0][1], "--name", "Site")
    comments = re.findall("#.*", (KRATOS_CONFIG / "kratos.yml").read_text("utf-8"))
    assert set(comments) - set(re.findall("#.*", file.read_text("utf-8"))) == set()
    made = read([file]).words("secrets.cookie") + read([file]).words("secrets.cipher")
    assert len(set(made)) == 2
    assert not any(each in result.output for each in made)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tmp_path / "schemas" / "default.schema.json").exists()


def test_twice_is_once(tmp_path: Path) -> None:
    file = tmp_path / "kratos.yml"
    arguments = (str(file), "--ui", PLACES[3][0], "--kratos", PLACES[3][1], "--name", "Site")
    init(*arguments)
    first = load(file)
    assert "kratos.yml: 0 changes" in init(*arguments).output
    assert load(file) == first


@pytest.mark.parametrize(
    ("ui", "kratos", "said"),
    [
        ("http://localhost:4455", "http://127.0.0.1:4433", "No cookie can be for both"),
        ("https://a.example.org", "https://b.example.net", "No cookie can be for both"),
        ("localhost:4455", "http://localhost:4433", "must be an http(s) address"),
    ],
)
def test_what_can_not_work_is_refused(ui: str, kratos: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "kratos.yml"
    result = init(str(file), "--ui", ui, "--kratos", kratos, "--name", "Site")
    assert result.exit_code == 2
    assert said in result.output
    assert not file.exists()
