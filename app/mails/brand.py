"""Templates from the settings and the theme: the same name, colours, languages and catalogs as the pages."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import Babel, force_locale

from .. import paths
from ..config import Config, ConfigError
from ..i18n import theme_catalogs
from ..i18n.check import PLACEHOLDER
from ..i18n.domains import Catalogs
from ..i18n.locale import available
from ..i18n.tags import offered
from ..theme.loader import Theme, load_theme
from .folder import Choice, write
from .look import Look, look


def write_mails(
    out: Path, config: Config, language: str = "", trait: str = ""
) -> tuple[int, tuple[str, ...]]:
    """Write the templates below `out`.

    Args:
        out: the folder.
        config: the settings of the pages.
        language: for who has said no other; "" for `DEFAULT_LOCALE`.
        trait: where an identity says its language, such as "traits.locale"; "" if nowhere.

    Returns:
        The number of files, and what the theme's author should know about its colours.

    Raises:
        ConfigError: the theme or the language can't be used.
    """
    theme = load_theme(config.theme_dir)
    *own, _ours = theme.catalogs
    if wrong := [str(each) for folder in own for each in theme_catalogs.problems(folder)]:
        raise ConfigError(tuple(wrong))
    names = available(theme.catalogs, config)
    default = offered(language or config.default_locale, names)
    if not default:
        raise ConfigError((f'no catalog of "{language}": there are {", ".join(names)}',))
    domain = Catalogs("ui", theme.catalogs)
    app = Flask("mails")
    Babel(app)

    def say(tag: str, text: str, **values: str) -> str:
        with force_locale(tag.replace("-", "_")):
            asked = set(PLACEHOLDER.findall(text))  # filled in only where the English is: else a % is a %
            return str(domain.gettext(text, **{name: values[name] for name in values if name in asked}))

    found = _look(theme)
    way = tuple(filter(None, trait.split(".")))
    with app.test_request_context("/"):
        count = write(
            out, config.project_name or theme.name, found, Choice(names, default, way), say, theme.scheme
        )
    return count, found.notes


def languages(config: Config) -> tuple[str, ...]:
    """Return the languages on offer. Raises: ConfigError: the theme can't be used."""
    return available(load_theme(config.theme_dir).catalogs, config)


def _look(theme: Theme) -> Look:
    stock = paths.STATIC / "css" / "ui.css"
    return look(stock.read_text("utf-8"), theme.styles(), theme.scheme)
