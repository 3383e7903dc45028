"""Templates for Kratos' courier that speak for the brand whose page asked for the mail."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..config import Config
from ..kratos.payload import BRAND
from ..mails.brand import write_mails
from ..mails.golang import literal
from .file import read, usable

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

    Raises:
        ConfigError: the file, a theme or the language can't be used.
    """
    names, settings = tuple(read(config.themes).brands) if config.themes else (), usable(config)
    default = read(config.themes).rules.default if config.themes else ""
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, own in zip(("", *names), (config, *settings), strict=True):
            notes += write_mails(Path(folder, name or "_"), own, language, trait)[1]
        rest = Path(folder, default or "_")
        files = [path.relative_to(rest) for path in sorted(rest.rglob("*.gotmpl"))]
        for path in files:
            texts = {name: Path(folder, name, path).read_text("utf-8") for name in names if name != default}
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_text(_one(texts, (rest / path).read_text("utf-8")), encoding="utf-8")
    return len(files), tuple(dict.fromkeys(notes))


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
