"""The folder of templates: each file that Kratos looks for, with all languages in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .golang import expression, known_tags, literal, value
from .kinds import KINDS, SMS, Kind
from .look import Look

Say = Callable[..., str]
"""`say(tag, msgid, **values)`: a string of ours in a language."""

PLACES = {
    "email.subject.gotmpl": ("subject",),
    "email.body.gotmpl": (
        "subject", "lead", "follow", "button", "otherwise", "minutes", "limit", "caution",
    ),
    "email.body.plaintext.gotmpl": ("lead", "follow", "minutes", "limit", "caution"),
    "sms.body.gotmpl": ("sms",),
}  # fmt: skip
"""The files of a kind, and what each of them says."""
_FIRST = re.compile(rb"\{\{- \$(?:mail|which) := ")
"""How each file of ours begins: for one look, and for brands."""
_LAST = re.compile(rb"\{\{/\* kratos-ui mails wrote this: ([0-9a-f]{16}) \*/\}\}\s*\Z")
"""What stands at the end, and prints nothing: a digest of all before it, so that an edit by hand shows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What decides about the words: the languages on offer, and where a person's own is found."""

    names: tuple[str, ...]
    default: str
    trait: tuple[str, ...] = ()  # the way to it in an identity: "traits", "locale"


@dataclass(frozen=True, slots=True)
class _Language:
    tag: str
    rtl: bool
    app: str
    words: Mapping[str, str]


def write(out: Path, app: str, look: Look, choice: Choice, say: Say, scheme: str = "") -> int:
    """Write all templates below `out`; return the number of files.

    Args:
        out: the folder, which need not be there.
        app: name of the product.
        look: its colours.
        choice: languages.
        say: gives the words.
        scheme: "light" or "dark" if mails shall have but one look.
    """
    env = _environment()
    known = known_tags(choice.names)
    count = 0
    for kind in KINDS:
        languages = tuple(_languages(kind, app, choice, say))
        for name in _files(kind):
            text = env.get_template(name).render(
                kind=kind, languages=languages, known=known, trait=choice.trait, look=look, scheme=scheme,
                places=[place for place in PLACES[name] if place in kind.words or place == "sms"],
            )  # fmt: skip
            path = out / kind.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            count += 1
    return count


def sign(out: Path) -> None:
    """End each file below `out` with a digest, by which `strangers` knows later that nobody has edited it."""
    for path in _paths(out):
        text = path.read_bytes()
        path.write_bytes(b"%s{{/* kratos-ui mails wrote this: %s */}}" % (text, _digest(text)))


def strangers(out: Path) -> tuple[Path, ...]:
    """Return those files below `out` that `write` would write over, and that somebody else wrote or edited."""
    return tuple(path for path in _paths(out) if not _ours(path.read_bytes()))


def _paths(out: Path) -> Iterator[Path]:
    paths = (out / kind.folder / name for kind in KINDS for name in _files(kind))
    return (path for path in paths if path.exists())


def _ours(text: bytes) -> bool:
    """Tell whether nobody's work is lost with `text`: it is empty as a full disk leaves it, or as we wrote it.

    Earlier versions signed nothing: what begins like ours is taken for it.
    """
    signed = _LAST.search(text)
    return not text or (_digest(text[: signed.start()]) == signed[1] if signed else bool(_FIRST.match(text)))


def _digest(text: bytes) -> bytes:
    """Return a digest that stays the same where git or an editor turns line ends into those of Windows."""
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()[:16].encode()


def _files(kind: Kind) -> Iterator[str]:
    return (name for name in PLACES if kind.sms or name != "sms.body.gotmpl")


def _languages(kind: Kind, app: str, choice: Choice, say: Say) -> Iterator[_Language]:
    """Return the words of each language; the one for everybody else comes last."""
    for tag in _last(choice.default, choice.names):
        rtl = Locale.parse(tag, sep="-").text_direction == "rtl"
        apart = rtl or any(unicodedata.bidirectional(each) in ("R", "AL") for each in app)
        name = f"\N{FIRST STRONG ISOLATE}{app}\N{POP DIRECTIONAL ISOLATE}" if apart else app
        values = {"app": name, "code": value("code"), "minutes": value("expires")}
        texts = {**kind.words, **({"sms": SMS} if kind.sms else {})}
        words = {place: say(tag, msgid, **values) for place, msgid in texts.items()}
        yield _Language(tag, rtl, app, words)


def _last(name: str, names: Sequence[str]) -> list[str]:
    return [*(other for other in names if other != name), name]


def _environment() -> Environment:
    """Return an environment with marks of its own: `{{` is Go's."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=False,  # noqa: S701
        block_start_string="[%", block_end_string="%]", variable_start_string="[[", variable_end_string="]]",
        comment_start_string="[#", comment_end_string="#]", trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.globals.update(expression=expression, literal=literal)
    return env
