"""`kratos-ui theme diff`: what an upgrade changed in the stock files that a theme has taken over."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff

from .stockfile import Taken, own

Span = tuple[int, int]


def view(each: Taken) -> str:
    """Return, as text, how the stock file has changed, and beside it what the theme has made of it."""
    head = f"{each.path}: stock/{each.stock} has changed since ({each.digest})"
    if each.now is None:
        return f"{each.path}: stock/{each.stock} is there no more, see CHANGELOG.md\n"
    if each.then is None:
        return f"{head}, and nobody kept what it was. It is now:\n\n{each.now}"
    mine = own(each.path.read_text("utf-8"))
    parts = [head, *_diff(each.then, each.now, f"stock/{each.stock}, then", f"stock/{each.stock}, now")]
    if _extends(mine, each.stock):
        parts += [f"--- yours ({each.path}) builds on it:", *mine.splitlines()]
    else:
        parts += _diff(each.then, mine, f"stock/{each.stock}, then", f"yours ({each.path})")
        both = [_words(span) for span in _both(each.then, each.now, mine)]
        parts.append(
            f"Changed on both sides: {', '.join(both)}" if both else "No line is changed on both sides."
        )
    return "\n".join([*parts, ""])


def _extends(mine: str, stock: str) -> bool:
    return f'"stock/{stock}"' in mine or f"'stock/{stock}'" in mine


def _diff(one: str, other: str, of: str, to: str) -> list[str]:
    found = list(unified_diff(one.splitlines(), other.splitlines(), of, to, lineterm=""))
    return found or [f"--- {of}", f"+++ {to}", "  the same"]


def _both(then: str, now: str, mine: str) -> Iterator[Span]:
    """Yield the lines of `then` that are changed here and there."""
    base = then.splitlines()
    for start, end in _changed(base, now.splitlines()):
        for other_start, other_end in _changed(base, mine.splitlines()):
            first, last = max(start, other_start), min(end, other_end)
            if first < last or (first == last and start == other_start):
                yield first, max(last, first + 1)


def _changed(base: list[str], other: list[str]) -> list[Span]:
    return [
        (a, b)
        for tag, a, b, _, _ in SequenceMatcher(None, base, other, False).get_opcodes()
        if tag != "equal"
    ]


def _words(span: Span) -> str:
    first, last = span[0] + 1, span[1]
    return f"line {first}" if first >= last else f"lines {first} to {last}"
