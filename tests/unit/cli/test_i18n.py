"""`kratos-ui i18n`: what there is to translate, what is missing, a new language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from app.cli.main import main
from app.i18n.check import template
from app.theming.words import wrong

SCHEMA = """{"type": "object", "properties": {"traits": {"type": "object", "properties": {
  "colour": {"type": "string", "title": "Favourite colour", "description": "Of all.", "enum": ["red", "blue"]},
  "tags": {"type": "array", "title": "Tags", "items": {"type": "string", "enum": ["one"]}}}}}}"""
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
UNREAL = "/proc/nothing"
"""Where not even root can write."""


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["i18n", *words])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "theme.toml").write_text('name = "x"\napi = 1\n')
    return tmp_path


@pytest.fixture
def schema(tmp_path: Path) -> str:
    (tmp_path / "schema.json").write_text(SCHEMA, encoding="utf-8")
    return str(tmp_path / "schema.json")


def test_the_template_has_strings_of_code_and_templates(tmp_path: Path) -> None:
    run("extract", "--out", str(tmp_path / "new" / "ui.pot"))
    catalog = template(tmp_path / "new" / "ui.pot")
    for text in ("Forgot password?", "Tick this to go on.", "Enter a whole number.", "Unknown device"):
        assert text in catalog
    assert catalog.get("There is %(num)s problem").id[1] == "There are %(num)s problems"  # type: ignore[union-attr]
    assert len(catalog) > 350


def test_the_words_of_a_schema(schema: str) -> None:
    told = run("extract", "--schema", schema)
    assert [each for each in told.splitlines() if each.startswith("msgid") and each != 'msgid ""'] == [
        f'msgid "{text}"' for text in ("Favourite colour", "red", "blue", "Of all.", "Tags", "one")
    ]
    for left_to_fill_in in ("PROJECT", "AUTHOR", "EMAIL@ADDRESS", "YEAR", "fuzzy"):
        assert left_to_fill_in not in told


def test_titles_are_no_formats(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    titles = {"a": "Get 50% discount", "b": "Use {x}"}
    path.write_text(json.dumps({"properties": {"traits": {"type": "object", "properties": {
        name: {"type": "string", "title": title} for name, title in titles.items()
    }}}}), "utf-8")  # fmt: skip
    told = run("extract", "--schema", str(path))
    assert all(f'msgid "{title}"' in told for title in titles.values())
    assert "format" not in told
    assert '#, python-format\nmsgid "%(device)s is signed out."' in run("extract")


def test_titles_of_a_schema_are_no_misspelt_strings_of_ours(theme: Path, tmp_path: Path) -> None:
    titles = ("Language", "Session", "Profiles", "Your account no.")
    traits = {name: {"type": "string", "title": title} for name, title in zip("abcd", titles, strict=True)}
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"properties": {"traits": {"type": "object", "properties": traits}}}))
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    run("extract", "--schema", str(file), "--out", str(path))
    path.write_text(path.read_text("utf-8") + '\n#: templates/pages/x.html\nmsgid "Languag"\nmsgstr "x"\n')
    assert [each.says for each in wrong(path, theme / "templates")] == ["no page says “Languag”"]


def test_a_catalog_that_is_there_gets_what_it_lacks(theme: Path, schema: str) -> None:
    path = theme / "translations" / "pt_BR" / "LC_MESSAGES" / "ui.po"
    assert "6 to translate" in run("extract", "--schema", schema, "--out", str(path))
    assert template(path).locale_identifier == "pt_BR"
    text = path.read_text("utf-8")
    mine = text.replace('"Tags"\nmsgstr ""', '"Tags"\nmsgstr "Marcas"').replace(
        '\nmsgid "red"\nmsgstr ""\n', ""
    )
    path.write_text(mine, encoding="utf-8")
    assert "1 added" in run("extract", "--schema", schema, "--out", str(path))
    catalog = template(path)
    assert [catalog.get(each).string for each in ("Tags", "red")] == ["Marcas", ""]  # type: ignore[union-attr]
    assert "0 added" in run("extract", "--schema", schema, "--out", str(path))


def test_the_words_of_a_theme(theme: Path, schema: str) -> None:
    (theme / "templates").mkdir()
    (theme / "templates" / "own.html").write_text("{{ t('Sign in') }} {{ t('Moon base') }}", encoding="utf-8")
    told = run("extract", "--theme", str(theme))
    assert [each for each in told.splitlines() if each.startswith("msgid")] == [
        'msgid ""',
        'msgid "Moon base"',
    ]
    both = run("extract", "--theme", str(theme), "--schema", schema)
    assert all(f'msgid "{each}"' in both for each in ("Moon base", "Tags"))


@pytest.mark.parametrize("text", ["no JSON", "[]", "{}", '[{"id": "a", "schema": {}}]', "7", None])
def test_what_is_no_schema_is_said(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "schema.json").write_text(text, encoding="utf-8")
    told = run("extract", "--schema", str(tmp_path / "schema.json"), code=2)
    assert told.startswith("Error: ")
    assert "schema.json" in told


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("http://example.org/schemas", "nobody answers there"), ("http://[::bad", "gives no schema"),
        ("ftp://example.org", "name a file, or an http:// address"), ("/", "Is a directory"),
    ],
)  # fmt: skip
def test_an_address_without_a_schema_is_said(monkeypatch: pytest.MonkeyPatch, place: str, says: str) -> None:
    def nobody(address: str, **_: object) -> None:
        raise requests.ConnectionError if "example" in address else requests.exceptions.InvalidURL(address)

    monkeypatch.setattr(requests, "get", nobody)
    assert says in run("extract", "--schema", place, code=2)


def test_what_kratos_answers_is_a_schema_too(tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(f'[{{"id": "a", "schema": {SCHEMA}}}]', encoding="utf-8")
    assert 'msgid "Favourite colour"' in run("extract", "--schema", str(tmp_path / "all.json"))


@pytest.mark.parametrize(
    "words",
    [
        ("extract", "--out", f"{UNREAL}/ui.pot"), ("extract", "--out", "/dev/null/ui.pot"), ("extract", "--out", "/"),
        ("extract", "--theme", UNREAL), ("compile", UNREAL), ("compile", "/dev/null"), ("compile", "/proc/self/task"),
        ("add", "klingon"), ("add", ""), ("add", "../de"), ("add", "a" * 5000), ("add", "eo", "--theme", UNREAL),
        ("add", "de"), ("add", "no"), ("add", "eo", "--theme", "/dev/null"), ("add", "eo", "--theme", "/proc"),
        ("add", "eo", "--theme", "package:nothing"), ("missing", "zz"), ("missing", "de", "zz"), ("missing", "eo"),
        ("missing", "en"), ("missing", "../de"), ("missing", "de", "--theme", UNREAL), ("status", "de"),
        ("status", "--theme", "/proc"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said_and_ends_with_2(words: tuple[str, ...]) -> None:
    told = run(*words, code=2)
    assert "Error: " in told
    assert "Traceback" not in told


def test_a_file_that_others_own_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, theme: Path
) -> None:
    def refused(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_text", refused)
    out = tmp_path / "ui.pot"
    told = run("extract", "--out", str(out), code=2)
    assert told == f"Error: {out} can't be written: Permission denied. Name another --out\n"
    assert "Permission denied. Name a theme that is yours" in run("add", "eo", "--theme", str(theme), code=2)


@pytest.mark.parametrize("tag", ["pt-BR", "pt_br", "PT-br", "pt_BR"])
def test_a_language_is_known_in_any_spelling(tag: str) -> None:
    assert run("missing", tag) == ""


@pytest.mark.parametrize(
    ("tag", "says"), [("es-AR", "did you mean es_419?"), ("eo", "`kratos-ui i18n add eo`")]
)
def test_a_language_that_nobody_has_is_told_what_to_do(tag: str, says: str) -> None:
    assert says in run("missing", tag, code=2)


def test_a_language_is_added_and_then_missing(theme: Path) -> None:
    told = run("add", "EO", "--theme", str(theme)).split()
    assert [Path(each).name for each in told] == ["ui.po", "kratos.po"]
    catalog = template(Path(told[1]))
    assert catalog.get("1010001").auto_comments == ["Sign in"]  # type: ignore[union-attr]
    assert "is there already" in run("add", "eo", "--theme", str(theme), code=2)
    assert "eo ui: Forgot password?\n" in run("missing", "eo", "--theme", str(theme), code=1)
    assert run("status", "--theme", str(theme)).startswith("eo       ui   0% kratos   0%  nobody   Esperanto")
    Path(told[0]).unlink()
    assert run("add", "eo", "--theme", str(theme)) == f"{told[0]}\n", "kratos.po stays"


def test_a_theme_lacks_nothing_that_we_have(theme: Path) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + 'msgid "Continue"\nmsgstr "Los"\n', encoding="utf-8")
    assert run("missing", "de", "--theme", str(theme)) == ""
    assert run("status", "--theme", str(theme)).startswith("de       ui 100% kratos 100%  nobody   Deutsch")


def test_titles_that_we_know_are_not_missing(theme: Path) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + 'msgid "E-Mail"\nmsgstr ""\n\nmsgid "First Name"\nmsgstr ""\n', encoding="utf-8")
    assert run("missing", "de", "--theme", str(theme)) == ""


def test_what_a_country_lacks_its_language_says(theme: Path) -> None:
    run("add", "de-AT", "--theme", str(theme))
    assert run("missing", "de-AT", "--theme", str(theme)) == ""
    assert run("status", "--theme", str(theme)).startswith("de_AT    ui 100% kratos 100%")


def test_a_theme_lacks_what_it_alone_says(theme: Path, schema: str) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    run("extract", "--schema", schema, "--out", str(path))
    path.write_text(path.read_text("utf-8").replace('"Tags"\nmsgstr ""', '"Tags"\nmsgstr "Marken"'), "utf-8")
    told = run("missing", "de", "--theme", str(theme), code=1).splitlines()
    assert "de ui: Favourite colour" in told
    assert len(told) == 5
    assert run("status", "--theme", str(theme)).startswith("de       ui  98% kratos 100%")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD.replace("utf-8", "iso-8859-1").encode() + b'msgid "red"\nmsgstr "\xef"\n',
         " is in iso-8859-1, which lacks letters of others: save it as UTF-8"),
        (b'msgid "red"\nmsgstr "rot\n', ":2: "),
        (b"\xef\xbb\xbf" + HEAD.encode(), ":1: begins with a byte order mark: save it as UTF-8 without one"),
    ],
)  # fmt: skip
def test_what_can_not_be_added_to_stays(schema: str, tmp_path: Path, text: bytes, says: str) -> None:
    path = tmp_path / "ui.po"
    path.write_bytes(text)
    assert f"Error: {path}{says}" in run("extract", "--schema", schema, "--out", str(path), code=2)
    assert path.read_bytes() == text


def test_an_empty_catalog_gets_a_head(schema: str, tmp_path: Path) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text("\n")
    assert "6 to translate" in run("extract", "--schema", schema, "--out", str(path))
    assert "Plural-Forms" in path.read_text("utf-8")


@pytest.mark.parametrize(("folder", "right"), [("pt-br", "pt_BR"), ("zh-TW", "zh_Hant"), ("iw", "he")])
def test_a_folder_where_nobody_looks_is_not_written(
    schema: str, tmp_path: Path, folder: str, right: str
) -> None:
    path = tmp_path / folder / "LC_MESSAGES" / "ui.po"
    told = run("extract", "--schema", schema, "--out", str(path), code=2)
    assert f"nobody looks into {folder}: write to {tmp_path}/{right}/LC_MESSAGES/ui.po" in told
    assert not path.exists()


@pytest.mark.parametrize("english", [False, True])
def test_a_theme_that_translates_nothing(theme: Path, english: bool) -> None:
    if english:
        path = theme / "translations" / "en" / "LC_MESSAGES" / "ui.po"
        path.parent.mkdir(parents=True)
        path.write_text(HEAD + 'msgid "Sign in"\nmsgstr "Log in"\n', encoding="utf-8")
    add = f"`kratos-ui i18n add LOCALE --theme {theme}` starts a language\n"
    assert run("status", "--theme", str(theme)) == f"{theme}/translations translates nothing: {add}"


def test_a_text_of_several_lines_is_told_on_one(theme: Path) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + r'msgid "One\nTwo"' + '\nmsgstr "Eins {0}"\n', encoding="utf-8")
    says = rf"{path}:4: “One\nTwo” is not used, as {{0}} is no placeholder: leave it out"
    assert f"{says}\n" in run("compile", str(theme / "translations"), code=1)


def test_what_is_shipped_is_whole() -> None:
    told = run("status").splitlines()
    assert len(told) >= 48
    assert not [line for line in told if "ui 100% kratos 100%" not in line]


def test_a_folder_of_a_theme_is_compiled(theme: Path) -> None:
    run("add", "eo", "--theme", str(theme))
    assert run("compile", str(theme / "translations")) == "2 catalogs compiled\n"
    assert (theme / "translations/eo/LC_MESSAGES/ui.mo").is_file()


@pytest.mark.parametrize(
    ("text", "translation", "fix"),
    [
        ("%(device)s is signed out.", "%(devcie)s ist fort.", "nobody fills in %(devcie)s: write %(device)s"),
        ("Sign in", "Einloggen %(bad)s hier", "nobody fills in %(bad)s: leave it out"),
        ("%(device)s is signed out.", "{device} ist fort.", "{device} is no placeholder: write %(device)s"),
        ("Sign in", "Einloggen {0}", "{0} is no placeholder: leave it out"),
    ],
)
def test_a_translation_that_can_not_be_filled_in_is_named(
    theme: Path, text: str, translation: str, fix: str
) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + f'msgid "{text}"\nmsgstr "{translation}"\n', encoding="utf-8")
    says = f"{path}:4: “{text}” is not used, as {fix}\n"
    assert says in run("status", "--theme", str(theme))
    assert run("compile", str(theme / "translations"), code=1) == f"1 catalog compiled\n{says}"


@pytest.mark.parametrize(("translation", "count"), [("%(device)s eliris.", 0), ("%(devcie)s eliris.", 1)])
def test_what_can_not_be_filled_in_is_not_translated(theme: Path, translation: str, count: int) -> None:
    path = theme / "translations" / "eo" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    text = "%(device)s is signed out."
    path.write_text(HEAD + f'msgid "{text}"\nmsgstr "{translation}"\n', encoding="utf-8")
    told = run("missing", "eo", "--theme", str(theme), code=1).splitlines()
    assert told.count(f"eo ui: {text}") == count


@pytest.mark.parametrize(
    "entry", ['#, fuzzy\nmsgid "Sign in"\nmsgstr "Eniri"', 'msgid "Sign in"\nmsgstr "  "']
)
def test_what_no_page_shows_is_missing(theme: Path, entry: str) -> None:
    path = theme / "translations" / "eo" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEAD}{entry}\n", encoding="utf-8")
    assert "eo ui: Sign in" in run("missing", "eo", "--theme", str(theme), code=1).splitlines()


def test_a_strange_line_end_within_a_text_is_no_end(theme: Path) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'{HEAD}msgid "One\u2028two\x85three"\nmsgstr "Eins"\n', encoding="utf-8")
    assert run("compile", str(theme / "translations")) == "1 catalog compiled\n"


@pytest.mark.parametrize("text", [b'msgid "a"\nmsgstr "\xfc"\n', b"hello", b"\x00\x01"])
def test_a_catalog_that_can_not_be_read_is_named(theme: Path, schema: str, text: bytes) -> None:
    path = theme / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    for words in (
        ("compile", str(theme / "translations")), ("status", "--theme", str(theme)),
        ("missing", "de", "--theme", str(theme)), ("extract", "--schema", schema, "--out", str(path)),
    ):  # fmt: skip
        assert f"Error: {path}:" in run(*words, code=2)
    assert path.read_bytes() == text
