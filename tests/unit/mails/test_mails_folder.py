"""`kratos-ui mails`: the folder that it writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import main
from app.doctor.settings import read
from app.mails.kinds import KINDS
from tests.support.brands import themes_for

THEME = Path(__file__).resolve().parents[2] / "themes" / "style"
EMAIL = ("email.body.gotmpl", "email.body.plaintext.gotmpl", "email.subject.gotmpl")
PHONE = ("login_code", "recovery_code", "registration_code", "verification_code")
READ_BY_KRATOS = {
    *(f"{kind}/valid/{name}" for kind in (*PHONE, "recovery", "verification") for name in EMAIL),
    *(f"{kind}/invalid/{name}" for kind in ("recovery", "recovery_code") for name in EMAIL),
    *(f"{kind}/invalid/{name}" for kind in ("verification", "verification_code") for name in EMAIL),
    *(f"{kind}/valid/sms.body.gotmpl" for kind in PHONE),
}
"""Of v1.3.1 and v26.2.0; v1.3.1 sends no texts to phones to sign up and to recover."""


def run(out: Path, *arguments: str, **environ: str) -> Result:
    settings = {"LOCALES": "en de ar", "THEME_DIR": "", "PROJECT_NAME": "", "DEFAULT_LOCALE": "", **environ}
    return CliRunner().invoke(main, ["mails", "--out", str(out), *arguments], env=settings)


def test_every_file_that_kratos_reads(tmp_path: Path) -> None:
    done = run(tmp_path / "new" / "mails", LOCALES="")
    assert done.exit_code == 0, done.output
    out = tmp_path / "new" / "mails"
    files = {str(path.relative_to(out)) for path in out.rglob("*.gotmpl")}
    assert files == READ_BY_KRATOS
    said, _, pasted = done.output.partition("\n\n")
    assert said == f"{len(files)} files below {out}\nIn kratos.yml, if Kratos finds them there:"
    (tmp_path / "kratos.yml").write_text(pasted)
    assert read([tmp_path / "kratos.yml"]).text("courier.template_override_path") == str(out)
    for path in out.rglob("*.gotmpl"):
        text = path.read_text("utf-8")
        assert path.stat().st_size < 100_000
        assert not re.search(r"\[%|\[\[|\[#|\0|%\(\w+\)s", text), path
        assert text.count('eq $lang "') == 48
        assert not re.search(r"https?://|<script|<img|<link|url\(", text)


def test_words_of_every_language_are_translated(tmp_path: Path) -> None:
    run(tmp_path)
    text = (tmp_path / "login_code/valid/email.body.gotmpl").read_text("utf-8")
    for words in (
        "Enter this code to sign in:",
        "Geben Sie diesen Code ein, um sich anzumelden:",
        "أدخل هذا الرمز",
    ):
        assert words in text


def test_name_and_colours_of_the_theme(tmp_path: Path) -> None:
    run(tmp_path, THEME_DIR=str(THEME))
    text = (tmp_path / "recovery/valid/email.body.gotmpl").read_text("utf-8")
    assert "background-color:#0f766e" in text
    assert "#2355d3" not in text
    run(tmp_path, THEME_DIR=str(THEME), PROJECT_NAME='A "{{ .To }}" <b>')
    text = (tmp_path / "recovery/valid/email.body.gotmpl").read_text("utf-8")
    assert text.count(r'$app = "A \"{{ .To }}\" <b>"') == 3, "a string of Go's, never a part of the template"


@pytest.mark.parametrize("name", ["שלום חברה", "شركة", "Acme", "Acme שלום"])
def test_a_name_turns_no_text_around_that_is_written_the_other_way(tmp_path: Path, name: str) -> None:
    """«Your code for 123456 :שלום חברה» was read: a colon and digits have no direction of their own."""
    run(tmp_path, PROJECT_NAME=name)
    text = (tmp_path / "login_code/valid/sms.body.gotmpl").read_text("utf-8")
    whole = f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
    assert f'"Your code for {name if name == "Acme" else whole}: " $code' in text
    assert f" {whole}: " in text, "and in Arabic"


def test_a_theme_of_one_scheme_has_one_look(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "static").mkdir(parents=True)
    (theme / "theme.toml").write_text('name = "Night"\napi = 1\nscheme = "dark"\n')
    (theme / "static" / "theme.css").write_text(":root { --brand: color-mix(in srgb, red, blue); }")
    done = run(tmp_path / "out", THEME_DIR=str(theme))
    assert "few mail programs know this one: --brand: color-mix(in srgb, red, blue)" in done.output
    text = (tmp_path / "out/recovery/valid/email.body.gotmpl").read_text("utf-8")
    assert "prefers-color-scheme" not in text
    assert 'content="dark"' in text
    assert "background-color:#0b0d11" in text


@pytest.mark.parametrize(
    ("arguments", "environ", "tag"),
    [((), {}, "en"), (("--language", "de-AT"), {}, "de"), ((), {"DEFAULT_LOCALE": "ar"}, "ar")],
)
def test_the_last_words_are_for_everybody_else(
    tmp_path: Path, arguments: tuple[str, ...], environ: dict[str, str], tag: str
) -> None:
    assert run(tmp_path, *arguments, **environ).exit_code == 0
    text = (tmp_path / "login_code/valid/email.subject.gotmpl").read_text("utf-8")
    assert text.rpartition("{{- else -}}")[2].strip().startswith(f'{{{{- $lang = "{tag}" }}}}')


def test_one_language_has_no_choice(tmp_path: Path) -> None:
    run(tmp_path, LOCALES="de", DEFAULT_LOCALE="de")
    text = (tmp_path / "login_code/valid/email.subject.gotmpl").read_text("utf-8")
    assert "eq $lang" not in text
    assert "-}}\n{{ $subject }}{{/* " in text


def test_a_language_without_a_catalog_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path / "out", "--language", "tlh")
    assert done.exit_code == 2
    assert 'no catalog of "tlh": there are en, de, ar' in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["traits.locale", ".Identity.traits.locale", "identity.traits.locale"])
def test_the_trait_is_looked_up_part_by_part(tmp_path: Path, name: str) -> None:
    run(tmp_path, "--language-trait", name)
    text = (tmp_path / "login_code/valid/email.subject.gotmpl").read_text("utf-8")
    assert re.findall(r'get \$wish "(\w+)"', text) == ["traits", "locale"]


def test_kinds_say_what_they_have() -> None:
    for kind in KINDS:
        assert bool(kind.link) == ("button" in kind.words) == ("follow" in kind.words)
        assert ("limit" in kind.words) == ("minutes" in kind.words) == bool(kind.link or kind.code)
        assert {"subject", "caution"} <= kind.words.keys()
        assert "lead" in kind.words or kind.link


@pytest.mark.parametrize(
    ("trait", "instead"),
    [
        ("locale", "traits.locale"), ("$.traits.lang", "traits.lang"), ("identity.lang", "traits.lang"),
        ("traits", "traits.locale"), ("traits.", "traits.locale"), ("traits..a", "traits.a"), (".", "traits.locale"),
        ("{{ .Identity.traits.lang }}", "traits.locale"), ("traits.a b", "traits.locale"), ('traits."a"', "traits."),
        (" traits.locale", "traits.locale"), ("metadata_admin.lang", "traits.lang"),
    ],
)  # fmt: skip
def test_what_is_no_place_in_an_identity_is_refused(tmp_path: Path, trait: str, instead: str) -> None:
    done = run(tmp_path / "out", "--language-trait", trait)
    assert done.exit_code == 2
    assert f"is no place in an identity: write {instead}" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("trait", "says"),
    [
        ("traits.locale", ""), ("metadata_public.lang", ""), ("traits.name.first", ""),
        ("traits.locael", "is not in the identity schema: did you mean traits.locale?"),
        ("traits.zzz", "is not in the identity schema: texts are traits.locale, traits.name.first"),
        ("traits.name", "holds no text, as a language is one: texts are"), ("traits.news", "holds no text"),
    ],
)  # fmt: skip
def test_a_trait_that_the_schema_has_not_is_refused(tmp_path: Path, trait: str, says: str) -> None:
    first = {"type": "object", "properties": {"first": {"type": "string"}}}
    traits = {"locale": {"type": "string"}, "news": {"type": "boolean"}, "name": first}
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps({"properties": {"traits": {"type": "object", "properties": traits}}}))
    done = run(tmp_path / "out", "--language-trait", trait, "--schema", str(schema))
    assert (done.exit_code, says in done.output) == (2 if says else 0, True), done.output


@pytest.mark.parametrize("out", ["/proc/nothing/mails", "/dev/null/mails", "/dev/null"])
def test_a_folder_that_can_not_be_written_is_named(out: str) -> None:
    done = run(Path(out))
    assert done.exit_code == 2
    assert "Error: " in done.output
    assert "Name another --out" in done.output


def test_a_template_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    own = tmp_path / "recovery/valid/email.subject.gotmpl"
    own.parent.mkdir(parents=True)
    own.write_text("Hello")
    (tmp_path / "recovery/valid/stub.gotmpl").write_text("no file of ours, and in nobody's way")
    done = run(tmp_path)
    assert done.exit_code == 2
    assert f"{own} is there already, and not as this command wrote it: move it away" in done.output
    assert [own.read_text(), *tmp_path.rglob("email.body.gotmpl")] == ["Hello"]
    (own.parent / "email.body.gotmpl").write_bytes(b"\xff")
    assert (
        "/email.subject.gotmpl is there already, and not as this command wrote it, nor 1 more: "
        in run(tmp_path).output
    )
    for path in own.parent.glob("email.*"):
        path.write_text("")
    assert run(tmp_path).exit_code == 0


@pytest.mark.parametrize("brands", [False, True])
def test_the_command_writes_over_what_it_has_written(tmp_path: Path, brands: bool) -> None:
    path = themes_for(tmp_path, acme="") if brands else ""
    for _ in range(2):
        done = run(tmp_path / "out", THEMES=str(path))
        assert (done.exit_code, done.stderr) == (0, "")
    done = run(tmp_path / "out", THEMES="" if brands else str(themes_for(tmp_path, acme="")))
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("brands", [False, True])
def test_what_was_edited_by_hand_is_not_written_over(tmp_path: Path, brands: bool) -> None:
    path = themes_for(tmp_path, acme="") if brands else ""
    run(out := tmp_path / "out", THEMES=str(path))
    for each in out.rglob("*.gotmpl"):  # as git and editors leave a file that nobody touched
        each.write_bytes(each.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert run(out, THEMES=str(path)).exit_code == 0
    edited = out / "recovery/valid/email.body.plaintext.gotmpl"
    edited.write_text(edited.read_text("utf-8").replace("{{ $caution }}", "{{ $caution }} Ask Ann."), "utf-8")
    assert "Ask Ann." in edited.read_text("utf-8")
    done = run(out, THEMES=str(path))
    assert done.exit_code == 2
    assert f"{edited} is there already, and not as this command wrote it: move it away" in done.output
    assert "Ask Ann." in edited.read_text("utf-8")


def test_what_an_earlier_version_wrote_is_written_over(tmp_path: Path) -> None:
    """It signed nothing."""
    run(tmp_path)
    for each in tmp_path.rglob("*.gotmpl"):
        each.write_text(each.read_text("utf-8").rpartition("{{/*")[0], "utf-8")
    assert run(tmp_path).exit_code == 0


def test_catalogs_of_a_theme(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A bare % is one where nothing is filled in; a sentence that can't be filled in is ours."""
    theme = tmp_path / "theme"
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    (theme / "theme.toml").write_text('name = "Half"\napi = 1\n')
    path.write_text(
        'msgid "Enter this code to sign in:"\nmsgstr "100 % sicher:"\n\n'
        'msgid "It works once, and for %(minutes)s minutes."\nmsgstr "50 % von %(minutes)s."\n\n'
        'msgid "Your code to sign in"\nmsgstr "5 %(x)s"\n',
        encoding="utf-8",
    )
    assert run(tmp_path / "out", THEME_DIR=str(theme)).exit_code == 0
    text = (tmp_path / "out/login_code/valid/email.body.gotmpl").read_text("utf-8")
    assert "100 % sicher:" in text
    assert "%(x)s" not in "".join(each.read_text("utf-8") for each in (tmp_path / "out").rglob("*.gotmpl"))
    assert "Er funktioniert einmal und gilt" in text
    for line in (4, 7):
        assert [each.getMessage() for each in caplog.records if f"{path}:{line}: " in each.getMessage()], line
    path.write_bytes(b'msgid "a"\nmsgstr "\xfc"\n')
    done = run(tmp_path / "out", THEME_DIR=str(theme))
    assert (done.exit_code, f"{path}:2: is not in the encoding" in done.output) == (2, True)
