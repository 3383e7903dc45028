"""A theme with a mistake of each kind: each one is named by file and line, with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import main
from app.theming.pack import pack
from app.theming.static import static
from tests.support.theme import env_of, made_theme

EXAMPLE = Path(__file__).parents[2] / "themes" / "examples" / "civic"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
BROKEN = {
    "theme.toml": 'name = "x"\napi = 1\nscheme = "drak"\n',
    "templates/pages/verification.html": "{% extends 'stock/pages/verification.html' %}\n{% block title %}{% if %}",
    "templates/pages/registration.html": "{% extends 'pages/registration.html' %}",
    "templates/pages/login.html": "{% extends 'stock/pages/login.html' %}\n\n{% block titel %}x{% endblock %}",
    "templates/pages/loginn.html": "x",
    "templates/pages/error.html": "{% extends 'stock/pages/error.html' %}\n{% block lead %}{{ reson }}{% endblock %}",
    "templates/pages/recovery.html":
        "{% extends 'stock/pages/recovery.html' %}\n{% block lead %}\n{{ step.nmae }}{% endblock %}",
    "templates/pages/settings.html":
        "{% extends 'stock/pages/settings.html' %}{% block lead %}{{ links.sesions }}{% endblock %}",
    "templates/pages/logout.html":
        "{% extends 'stock/pages/logout.html' %}\n{% block lead %}<b style='color: red'>x</b>{% endblock %}",
    "templates/pages/languages.html":
        "{% extends 'stock/pages/languages.html' %}\n{% block lead %}<img src='https://cdn.example.org/x.png' alt>\n"
        "<link rel=stylesheet href=//fonts.example.org/x.css><a href='https://x.example'></a>\n<img src='logo.svg' alt>"
        "\n{{ asset('wals.png', theme=True) }}\n{{ asset('walls.png') }}<img src='/theme/none.svg' alt>{% endblock %}",
    "templates/elements/button.html":
        "{% macro button(n, variant='', icon_name='') %}x{% endmacro %}\n{% macro methode(n, hint='', icon_name='') %}"
        "x{% endmacro %}\n{% macro address(n) %}x{% endmacro %}",
    "templates/elements/card.html": "{% macro sign(kind, icon_name) %}x{% endmacro %}",
    "templates/elements/divider.html": "{% macro divider() %}or{% endmacro %}\n\nor",
    "templates/nodes/inputt.html": "{% macro render(n) %}x{% endmacro %}",
    "templates/nodes/text.html": "\n{% macro render(n) %}{{ n.lable|text }}{{ brand.name }}{% endmacro %}",
    "templates/pages/consent.html":
        "{% extends 'stock/pages/consent.html' %}\n{% block lead %}\n{{ 'x'|txet }}{% endblock %}",
    "templates/pages/welcome.html":
        "{% extends 'stock/pages/welcome.html' %}\n{% block lead %}"
        "{% if session is definedd %}x{% endif %}{% endblock %}",
    "templates/pages/status.html":
        "{% extends 'stock/pages/status.html' %}\n{% block lead %}"
        "{% if kind %}\n{{ kind|uper }}{% endif %}{% endblock %}",
    "static/theme.css": ":root {\n  --bradn: red;\n}\nbody { background: url(\"wall.png\") }\n"
        "h1 { background: url(https://cdn.example.org/x.png) }\n"
        "p { color: var(--mutted); margin: var(--mine, 0) }\n:root { --_glow: red;\n  brand: #123; font: inherit }\n"
        "a { content: '}' }\n} b { color: red\ni { color: url(data:;base64,x}) }",
    "static/style.css": "p { color: red }",
    "static/more.js": "",
    "theme.css": "",
    "Translations/de.po": "",
    "template/x.html": "",
    "static/walls.png": "x" * 400_000,
    "translations/de/LC_MESSAGES/ui.po": HEAD + 'msgid "or"\nmsgstr "oder\n',
    "translations/fr/LC_MESSAGES/ui.po": HEAD + 'msgid "%(num)s code left."\nmsgid_plural "%(num)s codes left."\n'
        'msgstr[0] "%(nun)s"\nmsgstr[1] "%(num)s"\n\nmsgid "Sing in"\nmsgstr "x"\n',
    "translations/fr/LC_MESSAGES/kratos.po": HEAD + 'msgid "1010002"\nmsgstr "Avec %(provder)s"\n\n'
        'msgid "4000006"\nmsgstr "100 % faux"\n',
    "translations/it/LC_MESSAGES/messages.po": HEAD,
}  # fmt: skip
TOLD = [
    ("theme.toml:3", '"light" or "dark"'),
    ("templates/pages/verification.html:2", "Expected an expression"),
    ("templates/pages/registration.html:1", 'ours is "stock/pages/registration.html"'),
    ("templates/pages/login.html:3", 'no page prints a block "titel": call it "title"'),
    ("templates/pages/loginn.html", 'call it "pages/login.html"'),
    ("templates/pages/error.html:2", "this page has no variable `reson`: did you mean `reason`?"),
    ("templates/pages/recovery.html:3", "Step has no field `nmae`: did you mean `name`?"),
    ("templates/pages/settings.html:1", 'this page never has a link "sesions": did you mean "sessions"?'),
    ("templates/pages/logout.html:2", "a style attribute: give it a class, and the class a rule"),
    ("templates/elements/button.html:1", 'macro "button" has no parameter "after"'),
    ("templates/elements/button.html:2", 'has no macro "method", which pages ask for: call "methode" so'),
    ("templates/elements/card.html",
     'has no macro "foot", which pages ask for: {% from "stock/elements/card.html" import foot %}{% set foot ='),
    ("templates/elements/divider.html:3", "“or” is outside of every macro"),
    ("templates/nodes/inputt.html", 'call it "input.html"'),
    ("templates/nodes/text.html:2", "Node has no field `lable`: did you mean `label`?"),
    ("templates/nodes/text.html:2", "macros have no `brand` of the page: hand it over as a parameter"),
    ("templates/pages/consent.html:3", "No filter named 'txet': did you mean \"text\"?"),
    ("templates/pages/welcome.html:2", "No test named 'definedd': did you mean \"defined\"?"),
    ("templates/pages/status.html:3", "No filter named 'uper': did you mean \"upper\"?"),
    ("static/theme.css:2", "nothing uses the token --bradn: did you mean --brand?"),
    ("static/theme.css:4", 'there is no file wall.png: did you mean "walls.png"?'),
    ("static/theme.css:5", "forbids to load https://cdn.example.org/x.png: put the file into static/"),
    ("static/theme.css:6", "nobody sets the token --mutted: did you mean --muted?"),
    ("static/theme.css:7", "--_glow is made of other tokens, and may go: set those"),
    ("static/theme.css:8", "there is no property brand: did you mean --brand?"),
    ("static/theme.css:10", "there is a } too many"),
    ("static/theme.css:10", "“b {” has no end, and takes in all that follows: close it with }"),
    ("static/style.css", "no page loads this file: call it theme.css, or name it in a template: asset("),
    ("static/more.js", 'no page loads this file: name it in a template: asset("more.js", theme=True)'),
    ("theme.css", "nobody looks for this file here: move it to static/theme.css"),
    ("Translations", "nobody looks into this folder: call it translations"),
    ("template", "nobody looks into this folder: call it templates"),
    ("templates/pages/languages.html:2", "forbids to load https://cdn.example.org/x.png: put the file into static/"),
    ("templates/pages/languages.html:3", "forbids to load //fonts.example.org/x.css"),
    ("templates/pages/languages.html:4", 'where nothing is: write {{ asset("logo.svg", theme=True) }}'),
    ("templates/pages/languages.html:5", 'there is no file wals.png: did you mean "walls.png"?'),
    ("templates/pages/languages.html:6", 'walls.png is no file of ours: write asset("walls.png", theme=True)'),
    ("templates/pages/languages.html:6", "there is no file none.svg: put it into static/"),
    ("static/walls.png", "has 390 KB, which a visitor by phone waits for: make it smaller than 300 KB"),
    ("translations/de/LC_MESSAGES/ui.po:5", 'the text has no end, and loses a letter: end the line with "'),
    ("translations/fr/LC_MESSAGES/ui.po:4", "nobody fills in %(nun)s: write %(num)s"),
    ("translations/fr/LC_MESSAGES/ui.po:9", "no page says “Sing in”: did you mean “Sign in”?"),
    ("translations/fr/LC_MESSAGES/kratos.po:4", "nobody fills in %(provder)s: write %(provider)s"),
    ("translations/fr/LC_MESSAGES/kratos.po:7", "the text has a % that is no placeholder: write"),
    ("translations/it/LC_MESSAGES/messages.po", "nobody reads this catalog: call it it/LC_MESSAGES/ui.po"),
]  # fmt: skip


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    theme = made_theme(tmp_path_factory.mktemp("broken"), BROKEN)
    result = CliRunner().invoke(main, ["theme", "check", str(theme), "--no-browser"])
    assert result.exit_code == 1, result.output
    *lines, _note, total = result.stdout.splitlines()
    assert total == f"{len(TOLD)} findings", result.output
    return [line.removeprefix(f"{theme}/") for line in lines]


@pytest.mark.parametrize(("place", "says"), TOLD)
def test_each_mistake_is_named(lines: list[str], place: str, says: str) -> None:
    assert [each for each in lines if each.startswith(f"{place}: ") and says in each], lines


def checked(*theme: str) -> tuple[int, list[str]]:
    """The exit status, and each line of what is said."""
    result = CliRunner().invoke(main, ["theme", "check", *theme, "--no-browser"])
    return result.exit_code, result.output.splitlines()


def test_a_zip_file_is_told_what_its_folder_is(tmp_path: Path) -> None:
    made_theme(tmp_path / "house", {})
    settings = {"theme.toml": 'name = "x"\napi = 1\nparent = "../house"\nscheme = "drak"\n'}
    theme = made_theme(tmp_path / "harbor", {**BROKEN, **settings})
    packed = tmp_path / "harbor.zip"
    pack(theme, packed)
    status, told = checked(str(theme))
    assert len(told) > 20
    assert checked(str(packed)) == (status, [line.replace(f"{theme}/", f"{packed}/") for line in told])


@pytest.mark.parametrize(
    ("theme", "says"),
    [
        ("nowhere", "nowhere names a folder that does not exist"),
        ("package:nobody", "no installed package has"),
        (__file__, f"names a file that is no zip file: {__file__}"),
        (str(EXAMPLE / "theme.toml"), f"names the file {EXAMPLE / 'theme.toml'}: name its folder"),
    ],
)
def test_what_is_no_theme_is_told(theme: str, says: str) -> None:
    status, told = checked(theme)
    assert status == 2
    assert says in told[-1]


def test_what_themes_may_ask_is_no_mistake(tmp_path: Path) -> None:
    theme = made_theme(tmp_path, {
        "templates/pages/login.html": "{% extends 'stock/pages/login.html' %}\n"
        "{% block lead %}{{ heading(step) }}{% if extra is defined %}{{ extra }}{% endif %}{{ flow.oauth2.client }}"
        "{{ links.get('recovery', '') }}{% for f in forms %}{{ f.group }}{{ loop.index }}{% endfor %}{% endblock %}",
        "templates/pages/welcome.html": "\ufeff{% extends 'stock/pages/welcome.html' %}\n"
        "{% block lead %}{{ session.identity.name if session }}{% endblock %}",
        "templates/elements/button.html": "{% import 'stock/elements/button.html' as stock %}\n"
        "{% macro button(n) %}{{ stock.button(n, **kwargs) }}{% endmacro %}\n"
        "{% macro method(n, hint='', icon_name='', more='') %}{{ stock.method(n, hint, icon_name) }}{% endmacro %}\n"
        "{% macro address(node) %}{{ stock.address(node) }}{% endmacro %}",
        "templates/elements/card.html": "{% from 'stock/elements/card.html' import foot %}{% set foot = foot %}\n"
        "{% macro sign(kind, icon_name) %}x{% endmacro %}",
        "static/theme.css": ":root { --brand: red; --mine: blue } h1 { color: var(--mine); "
        "background: url('/theme/wall.svg#x'), url(data:image/png;base64,AA) }",
        "static/wall.svg": "<svg></svg>",
        "translations/de/LC_MESSAGES/ui.po": HEAD + 'msgid "Company size"\nmsgstr "100 % groß"\n\n'
        'msgid "scope:photos.read"\nmsgstr "Fotos"\n',
        "translations/de/LC_MESSAGES/kratos.po": HEAD + 'msgid "1010002"\nmsgstr "Mit %(provider)s"\n',
    })  # fmt: skip
    assert static(theme, env_of(theme)) == ([], [])


def test_a_theme_without_settings_is_told_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["theme", "check", str(tmp_path), "--no-browser", "--json"])
    assert result.exit_code == 1
    assert '"file": "' + str(tmp_path / "theme.toml") in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'name = "x"\napi = 0\n',
            "theme.toml:2: the theme is for contract 0, this version has 1: see CHANGELOG.md",
        ),
        (
            'name = "x"\napi = 2\n',
            "theme.toml:2: the theme is for contract 2, this version has 1: this UI is older than the theme",
        ),
        (
            'name = "x"\napi = 1\nlogo = = 3',
            "theme.toml:3: can't be read: Invalid value (at line 3, column 8)",
        ),
        ('name = "x"\napi = [1', "theme.toml:2: can't be read: "),
        (
            'name = "x"\nparent = "../nope"\n',
            'theme.toml:2: names a theme whose "parent" is "../nope", which names',
        ),
        ('name = "x"\napi = 1\n\n[links]\nhelq = "https://x.org"', "theme.toml:5: "),
    ],
)
def test_settings_are_told_by_their_line(tmp_path: Path, text: str, says: str) -> None:
    theme = made_theme(tmp_path, {"theme.toml": text})
    fatal, other = static(theme, env_of(theme))
    [mistake] = [*fatal, *other]
    assert str(mistake).removeprefix(f"{theme}/").startswith(says)


def test_settings_in_another_encoding(tmp_path: Path) -> None:
    theme = made_theme(tmp_path, {})
    text = 'name = "Caf\u00e9"\r\napi = 1\r\nfooter = "\u00e9"\r\n'
    (theme / "theme.toml").write_bytes(text.encode("utf-8-sig"))
    assert static(theme, env_of(theme)) == ([], [])
    (theme / "theme.toml").write_bytes(text.replace("Caf\u00e9", "x").encode("latin-1"))
    [mistake], _ = static(theme, env_of(theme))
    assert str(mistake).endswith(
        "theme.toml:3: can't be read: it is not UTF-8 (at line 3): save it in that encoding"
    )


DARK = "@media (prefers-color-scheme: dark) {{ {} {{ --canvas: #000 }} }}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("css", "told"),
    [
        (f":root {{ --canvas: #fff }}\n{DARK.format(':root')}", ("light", "dark")),
        (DARK.format(":root:not([data-scheme='light'])"), ("dark",)),
        (DARK.format("[data-scheme=dark]"), ("light",)),
        ("@media (prefers-color-scheme: dark) { :root { /* --canvas: #000 */ } } p { color: red }", ()),
    ],
)
def test_a_forced_scheme_and_a_block_for_the_other(
    tmp_path: Path, scheme: str, css: str, told: tuple[str, ...]
) -> None:
    settings = f'name = "x"\napi = 1\nscheme = "{scheme}"\n'
    theme = made_theme(tmp_path, {"theme.toml": settings, "static/theme.css": css})
    says = f'follows the visitor (prefers-color-scheme: dark), but "scheme" in theme.toml forces {scheme}'
    assert [each.says for each in static(theme, env_of(theme))[1]] == ([says] if scheme in told else [])
