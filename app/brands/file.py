"""`themes.toml`: the brands, and which of them is shown to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from .. import environ, forwarding, sources, together
from ..config import Config, ConfigError
from ..theme.loader import load_theme
from ..theme_files import toml
from ..web import csp
from .choose import Rules, origin

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ID = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True)
class Brand:
    """What the file says of one brand; what it leaves out is as the environment says."""

    name: str  # of its table: what cookies, addresses and logs call it
    theme: Path | None = None
    product: str = ""  # its name on pages and in mails
    logo: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    locales: tuple[str, ...] = ()
    default_locale: str = ""
    csp_extra: str = ""

    def settings(self, config: Config) -> Config:
        """Return the settings of its application, which has pages alone: what is no page is served once."""
        own, locales = self.theme is not None, self.locales or config.locales
        default = self.default_locale or config.default_locale
        return replace(
            config,
            themes=None,
            theme_dir=self.theme or config.theme_dir,
            project_name=self.product or ("" if own else config.project_name),
            locales=locales,
            default_locale=locales[0] if locales and default not in locales else default,
            csp_extra=_joined(config.csp_extra, self.csp_extra),
            gateway_enabled=False,
            gateway_webhook_secret="",
            forward_auth_enabled=False,
        )

    @property
    def over(self) -> Mapping[str, Any]:
        """Return what it says in place of its `theme.toml`."""
        return {name: value for name, value in (("logo", self.logo), ("links", self.links)) if value}


@dataclass(frozen=True, slots=True)
class Themes:
    """The whole file."""

    brands: Mapping[str, Brand]
    rules: Rules


def read(path: Path) -> Themes:
    """Return what the file at `path` says. Raises: ConfigError, with all problems at once."""
    try:
        data = toml(path)
    except (ValueError, OSError) as error:
        raise ConfigError((f"THEMES: {path} can't be read: {error}",)) from None
    problems: list[str] = list(_unknown(data, ("default", "brands"), "the file"))
    tables = data.get("brands")
    if not isinstance(tables, dict) or not tables:
        raise ConfigError(
            (*(f"THEMES: {each}" for each in problems), "THEMES: there is no table [brands.NAME]")
        )
    found = {name: _brand(name, table, path.parent, problems) for name, table in tables.items()}
    default = data.get("default", "")
    if "default" in data and (not isinstance(default, str) or default not in found):
        problems.append(f'default names "{default}": there are {", ".join(found)}')
    rules = {key: _rule(key, parse, tables, problems) for key, parse in _RULES.items()}
    if problems:
        raise ConfigError(tuple(f"THEMES: {problem}" for problem in problems))
    by = dict(hosts=rules["hosts"], clients=rules["clients"], organizations=rules["organizations"])
    return Themes(found, Rules(**by, origins=rules["return_to"], names=frozenset(found), default=default))


def usable(config: Config) -> tuple[Config, ...]:
    """Return the settings of each brand, without `THEMES` those of the one look that there is.

    Raises:
        ConfigError: the file, or the `theme.toml` of a brand, can't be used.
    """
    if config.themes is None:
        return (config,)
    brands = read(config.themes).brands.values()
    problems: list[str] = []
    for brand in brands:
        found = [*problems_of(brand, config)]
        try:
            load_theme(brand.settings(config).theme_dir, brand.over)
        except ConfigError as error:
            found += error.problems
        problems += dict.fromkeys(f"THEMES: {told(brand.name, each)}" for each in found)
    if problems:
        raise ConfigError(tuple(problems))
    return tuple(brand.settings(config) for brand in brands)


def told(brand: str, problem: str) -> str:
    """Return a problem of a brand, with the table of the file that is to blame for it."""
    text = re.sub("^THEME_DIR(?= )", "theme", problem.removeprefix("THEME_DIR: "))
    return f"[brands.{brand}] {text}"


def problems_of(brand: Brand, config: Config) -> Iterator[str]:
    """Return what can't be used of `brand` along with the environment."""
    own = brand.settings(config)
    if brand.default_locale and brand.default_locale != own.default_locale:
        listed = ", ".join(own.locales)
        yield f'default_locale names "{brand.default_locale}", which is not among its locales: {listed}'
    values = {"locales": own.locales, "default_locale": own.default_locale}
    try:
        yield from together.problems({**values, **({"theme_dir": own.theme_dir} if own.theme_dir else {})})
    except ValueError as error:  # it has gone since the file was read
        yield f"theme {error}"


def _texts(parse: Callable[[str], tuple[str, ...]]) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise ValueError('must be a list of texts: ["…", "…"]')
        found: list[str] = []
        wrong: list[str] = []
        for each in value:
            try:
                found += parse(each)
            except ValueError as error:
                wrong.append(str(error))
        if wrong:
            raise ValueError(*wrong)
        return tuple(dict.fromkeys(found))

    return read


def _text(parse: Callable[[str], Any]) -> Callable[[object], Any]:
    def read(value: object) -> Any:
        if not isinstance(value, str) or not value.strip():
            raise ValueError('must be a text: "…"')
        return parse(value.strip())

    return read


def _ids(value: str) -> tuple[str, ...]:
    for word in value.split(" "):
        if not _ID.fullmatch(word):
            raise ValueError(f'lists "{word}", which is no id')
    return tuple(value.split(" "))


def _organizations(value: str) -> tuple[str, ...]:
    for word in value.split():
        if not _UUID.fullmatch(word):
            raise ValueError(f'lists "{word}", which is no id of an organization: Kratos has UUIDs for them')
    return tuple(word.lower() for word in value.split())


def _origins(value: str) -> tuple[str, ...]:
    return tuple(map(origin, environ.origins(value)))


def _links(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(
            "must be a table of addresses"
        )  # which names and which addresses, the theme's loader says
    return value


_RULES = {
    "hosts": _texts(forwarding.hosts), "clients": _texts(_ids),
    "organizations": _texts(_organizations), "return_to": _texts(_origins),
}  # fmt: skip
_SAID: Mapping[str, tuple[str, Callable[[object], Any]]] = {
    "name": ("product", _text(environ.plain)),
    "logo": ("logo", _text(environ.plain)),
    "links": ("links", _links),
    "locales": ("locales", _texts(environ.languages)),
    "default_locale": ("default_locale", _text(environ.language)),
    "csp_extra": ("csp_extra", _text(sources.directives)),
}
"""Key → field of `Brand`, and what reads it."""


def _brand(name: str, table: object, folder: Path, problems: list[str]) -> Brand:
    if not _NAME.fullmatch(name):
        problems.append(f'"{name}" can\'t be the name of a brand: use a to z, 0 to 9 and -, 40 at most')
    if not isinstance(table, dict):
        problems.append(f"{name} must be a table: [brands.{name}]")
        return Brand(name)
    problems += _unknown(table, ("theme", *_SAID, *_RULES), f"[brands.{name}]")
    parsers = {**_SAID, "theme": ("theme", _text(lambda value: _theme(value, folder)))}
    values: dict[str, Any] = {}
    for key, (to, parse) in parsers.items():
        try:
            values |= {to: parse(table[key])} if key in table else {}
        except ValueError as error:
            problems += [f"[brands.{name}] {key} {said}" for said in error.args]
    return Brand(name, **values)


def _theme(value: str, folder: Path) -> Path:
    """Return what `THEME_DIR` would make of a theme; a folder is looked for beside the file."""
    [parse] = [each.metadata["parse"] for each in fields(Config) if each.name == "theme_dir"]
    beside = folder / value
    parsed = cast(Path, parse(str(beside) if beside.exists() else value))
    return (
        beside.absolute() if beside.is_dir() else parsed
    )  # not where a link leads now: it may lead elsewhere later


def _rule(
    key: str, parse: Callable[[object], tuple[str, ...]], tables: Mapping[str, Any], problems: list[str]
) -> Mapping[str, str]:
    """Return brand by value; two brands can't have the same."""
    found: dict[str, str] = {}
    for name, table in tables.items():
        if not isinstance(table, dict) or key not in table:
            continue
        try:
            listed = parse(table[key])
        except ValueError as error:
            problems += [f"[brands.{name}] {key} {said}" for said in error.args]
            continue
        problems += [
            f'[brands.{name}] {key} lists "{each}", as [brands.{found[each]}] does'
            for each in listed
            if found.get(each, name) != name
        ]
        found |= dict.fromkeys(listed, name)
    return found


def _unknown(table: Mapping[str, object], known: tuple[str, ...], where: str) -> Iterator[str]:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            yield f'{where} has no "{key}": {hint}'


def _joined(first: str, second: str) -> str:
    """Return both lists of directives as one: of a directive that both have, all sources."""
    found = csp.parse(first)
    for directive, words in csp.parse(second).items():
        found[directive] = csp.unique(found.get(directive, ()) + words)
    return csp.serialize(found)
