"""Templates for Kratos' courier that speak for the brand whose page asked for the mail."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from ..config import Config, ConfigError
from ..i18n.tags import offered
from ..kratos.payload import BRAND
from ..mails.brand import languages, write_mails
from ..mails.golang import literal
from .file import read, told, usable

_WHICH = (
    '{{- $which := "" }}{{ $told := fromJson (toJson .) -}}'
    f'{{{{- with regexFind "[?&]{BRAND}=[a-z0-9-]+" (default "" $told.request_url) }}}}'
    f'{{{{ $which = trimPrefix "{BRAND}=" (trimAll "?&" .) }}}}{{{{ end -}}}}'
    '{{- if kindIs "map" $told.transient_payload }}'
    f'{{{{ with get $told.transient_payload "{BRAND}" }}}}{{{{ $which = toString . }}}}{{{{ end }}}}{{{{ end -}}}}\n'
)
"""Go's words for: what the form said, else what the flow began with."""


def write_all(out: Path, config: Config, language: str = "", trait: str = "") -> tuple[int, tuple[str, ...]]:
    """Write the templates of all brands of `THEMES` below `out`, in one file for each kind; see `write_mails`.

    A brand without the `language` keeps its own default: brands need not speak the same ones.

    Raises:
        ConfigError: the file or a theme can't be used, or no brand has the language.
    """
    looks, rest = _looks(config)
    lacking = _lacking(looks, language) if language else ()
    notes = [
        f"{_called(name)} offers no “{language}”: who has said no language gets “{looks[name].default_locale}”"
        for name in lacking
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, own in looks.items():
            wish = "" if name in lacking else language
            with _named(name):
                notes += write_mails(Path(folder, name or "_"), own, wish, trait)[1]
        others = Path(folder, rest or "_")
        files = [path.relative_to(others) for path in sorted(others.rglob("*.gotmpl"))]
        for path in files:
            texts = {name: Path(folder, name, path).read_text("utf-8") for name in looks if name != rest}
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_text(_one(texts, (others / path).read_text("utf-8")), encoding="utf-8")
    return len(files), tuple(dict.fromkeys(notes))


def _looks(config: Config) -> tuple[Mapping[str, Config], str]:
    """Return the settings of each brand by name, and which of them all other mails have: "" for no brand's."""
    if config.themes is None:
        return {"": config}, ""
    found = read(config.themes)
    looks = dict(zip(found.brands, usable(config), strict=True))
    return (looks if found.rules.default else {"": config, **looks}), found.rules.default


def _lacking(looks: Mapping[str, Config], language: str) -> tuple[str, ...]:
    """Return the names of those without the language. Raises: ConfigError: all are."""
    there: dict[str, tuple[str, ...]] = {}
    for name, own in looks.items():
        with _named(name):
            there[name] = languages(own)
    lacking = tuple(name for name, tags in there.items() if not offered(language, tags))
    if len(lacking) == len(looks):
        listed = ", ".join(dict.fromkeys(chain(*there.values())))
        raise ConfigError((f'no catalog of "{language}" in any brand: there are {listed}',))
    return lacking


def _called(name: str) -> str:
    return f"[brands.{name}]" if name else "What is no brand’s"


@contextmanager
def _named(brand: str) -> Iterator[None]:
    """Name the brand that a problem is about."""
    try:
        yield
    except ConfigError as error:
        if not brand:
            raise
        raise ConfigError(tuple(f"THEMES: {told(brand, each)}" for each in error.problems)) from None


def _one(texts: Mapping[str, str], rest: str) -> str:
    """Return one template out of several, by brand; `rest` for all other mails."""
    if not texts:
        return rest
    branches = (f"else if eq $which {literal(name)} -}}}}\n{text}" for name, text in texts.items())
    return (
        _WHICH
        + "{{- "
        + "{{- ".join(branches).removeprefix("else ")
        + "{{- else -}}\n"
        + rest
        + "{{- end -}}\n"
    )
