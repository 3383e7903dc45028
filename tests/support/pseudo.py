"""Languages that nobody speaks: what a translation can do to a page, without waiting for one that does it."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from app import paths
from app.i18n.check import template
from app.i18n.extract import strings

LONG, TURNED = "eo", "yi"
"""Half as long again, with accents; and from right to left."""
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéîöüýÀÉÎÖÜÝçñšž")
_PLACE = re.compile(r"(%\(\w+\)s|%%)")


def theme(folder: Path) -> Path:
    """Write a theme with both languages into `folder`, complete."""
    (folder / "theme.toml").write_text('name = "Pseudo"\napi = 1\n', encoding="utf-8")
    kratos = template(paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kratos.po")
    own = {str(each.id): str(each.string) for each in kratos if each.id}
    said = {str(each.id): own.get(str(each.id)) or _told(each.auto_comments[0]) for each in _kratos()}
    for name, change in ((LONG, _long), (TURNED, _turned)):
        ui, messages = Catalog(locale=name, fuzzy=False), Catalog(locale=name, fuzzy=False)
        for each in strings(paths.APP, paths.TEMPLATES):
            if each.id:
                both = each.id if isinstance(each.id, tuple) else (str(each.id),)
                changed = tuple(change(text) for text in both)
                ui.add(each.id, changed if isinstance(each.id, tuple) else changed[0])
        for number, text in said.items():
            messages.add(number, change(text))
        for domain, catalog in (("ui", ui), ("kratos", messages)):
            path = folder / "translations" / name / "LC_MESSAGES" / f"{domain}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                write_po(target, catalog, width=0)
    return folder


def _kratos() -> list[Message]:
    return [each for each in template(paths.TRANSLATIONS / "kratos.pot") if each.id]


def _told(text: str) -> str:
    return re.sub(r"\{(\w+)\}", r"%(\1)s", text)


def _long(text: str) -> str:
    words = "".join(
        part if _PLACE.fullmatch(part) else part.translate(_ACCENTS) for part in _PLACE.split(text)
    )
    return words + " ẅörtšçhlânge"[: max(2, len(text) // 2)] + (" áñð môrë" * (len(text) // 18))


def _turned(text: str) -> str:
    hebrew = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד")
    return "".join(
        part if _PLACE.fullmatch(part) else part.lower().translate(hebrew) for part in _PLACE.split(text)
    )
