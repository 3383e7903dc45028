"""Placeholders of translations: one that nobody fills in, or what only looks like one, and no sentence can be made.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ..mistake import Mistake, nearest, on_one_line

_FORM = re.compile(r"%(?:%|\((\w+)\)[^A-Za-z%]*[A-Za-z])")
_TEXT = re.compile(r"%\(\w+\)s")
_BRACES = re.compile(r"\{(\w+)\}")
"""What other catalogs have, and the comments beside Kratos' messages."""
_COUNT = "%(num)s"
"""What each plural form of a text can say, also where the English of that form does not."""


def forms(text: str) -> frozenset[str]:
    """Return the placeholders in `text` as they stand there: `%(name)s`."""
    return frozenset(found[0] for found in _FORM.finditer(text) if found[1])


def flaws(
    domain: str, ids: Iterable[str], texts: Iterable[str], context: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the translations of one message, each with what to write.

    Args:
        domain: "ui", whose strings say what is filled in, or "kratos".
        ids: the msgid, and that of the plural if there is one.
        texts: the translations, one for each plural form.
        context: for "kratos", the names that are filled in; None if only the page knows them.
    """
    ids = tuple(ids)
    known: Collection[str] | None = context and {f"%({name})s" for name in context}
    if domain == "ui":
        known = {form for text in ids for form in forms(text)}
        known |= {_COUNT} if len(ids) > 1 else set()
    english = "".join(ids)
    for text in texts:
        for found in _BRACES.finditer(text):
            if found[0] not in english:
                filled = known is None or f"%({found[1]})s" in known
                yield f"{found[0]} is no placeholder", f"write %({found[1]})s" if filled else "leave it out"
        if known or forms(text) or domain != "ui":  # else it is shown as it stands there, with a % too
            yield from _of(text, known)


def unused(file: Path, line: int, ids: Sequence[str], texts: Iterable[str]) -> Iterator[Mistake]:
    """Yield why the translations of one message in the catalog `file` are not used."""
    for says, fix in flaws(file.stem, ids, texts):
        yield Mistake(file, line, f"“{on_one_line(ids[0])}” is not used, as {says}", fix)


def _of(text: str, known: Collection[str] | None) -> Iterator[tuple[str, str]]:
    if "%" in _FORM.sub("", text):
        yield "the text has a % that is no placeholder", "write %(name)s, and %% for %"
        return
    for form in sorted(forms(text)):
        if known is None and not _TEXT.fullmatch(form):
            yield f"{form} is no text", f"write {form[: form.index(')')]})s"
        elif known is not None and form not in known:
            by_name = {each[2 : each.index(")")]: each for each in known}
            name = form[2 : form.index(")")]
            near = nearest(name, by_name) if len(by_name) > 1 else next(iter(by_name), "")
            yield f"nobody fills in {form}", f"write {by_name[near]}" if near else "leave it out"
