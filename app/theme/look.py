"""The `[look]` of a theme as a stylesheet: tokens where there are some, rules where not. Pure.

It stands in no layer, so it wins over ours; a theme's own `theme.css` is linked after it, and wins over both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .contrast import COLOUR, SHAPE, contrast, mixed, on, readable, towards

Look = Mapping[str, Any]
Tokens = dict[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What text stands on in one scheme, as `static/css/ui.css` has it, and what it is mixed with to be read there."""

    canvas: str
    surface: str
    sunken: str
    text: str
    muted: str
    ink: str
    link: float  # contrast of a link that has to be made


LIGHT = Ground("#f4f5f7", "#ffffff", "#f7f8fa", "#14171f", "#565d6d", "#000000", 4.6)
DARK = Ground("#0b0d11", "#14171d", "#191d24", "#eef0f4", "#a5adbb", "#ffffff", 6.5)
_TINT = 0.1
"""Of a link in what it may stand on: `--_soft` in `ui.css`, and a little to be sure."""
_WIDE = "(min-width: 32.01rem)"
"""Where a card has edges."""
_SIZES = {"card_width": "card-width", "logo_width": "logo-width", "logo_height": "logo-height"}
_TOKENS: Mapping[str, Mapping[str, str]] = {
    "compact": {"control-height": "2.25rem", "card-padding": "1.75rem"},
    "roomy": {"control-height": "3.25rem", "card-padding": "3rem"},
}
_RULES = {
    "compact": """\
.title { font-size: 1.25rem; }
.card__body { gap: 1.125rem; }
.stack, :where(.card) .form:not(.form--providers, .form--resend) { gap: 0.875rem; }
.form > .aside { margin-block-start: -0.875rem; }
.btn, .input, .method { padding-block: 0.25rem; }
.btn--small, .section__foot .btn, .snav a { min-block-size: 2.25rem; }
.method { min-block-size: 3rem; }
.account { gap: 1.25rem; padding-block: 1.5rem 2rem; }
.account__head .title { font-size: 1.375rem; }
.account__main { gap: 0.875rem; }
.section__head { padding: 1rem 1.25rem 0; }
.section__body { gap: 0.875rem; padding: 0.875rem 1.25rem 1.125rem; }
.section__foot { padding: 0.5rem 1.25rem; }
.fold > summary { min-block-size: 3rem; padding: 0.5rem 1.25rem; }
.row, .rows .row { padding-block: 0.5rem; }""",
    "roomy": """\
.card__body { gap: 2rem; }
.stack, :where(.card) .form:not(.form--providers, .form--resend) { gap: 1.5rem; }""",
}
_SPLIT = """\
.page { grid-template-columns: minmax(27rem, 1fr) minmax(0, 1.2fr); background: var(--surface); }
.page > .page__main { grid-area: 1 / 1; }
.page > .foot { grid-area: 2 / 1; }
.page .card { border-radius: 0; box-shadow: none; }
.page .card__foot { background: none; border: 0; padding-block-start: 0; }
.page::after { content: ""; grid-area: 1 / 2 / 3; position: sticky; inset-block-start: 0; block-size: 100vh; }"""
_BESIDE = "(min-width: 56rem)"
"""Where a picture has room beside a form."""
_PANEL = "linear-gradient(160deg, var(--brand), color-mix(in oklab, var(--brand) 55%, black))"


def sheet(look: Look, scheme: str = "", picture: bool = False) -> str:
    """Return the stylesheet of `look`, "" if there is nothing to say.

    Args:
        look: the table `[look]`, as it was checked.
        scheme: "light" or "dark" if the theme has that one alone.
        picture: whether there is a logo for each scheme.
    """
    light, dark = _colours(look, LIGHT, ""), _colours(look, DARK, "_dark")
    day, night = _behind(look, LIGHT, ""), _behind(look, DARK, "_dark")
    parts = [*_font(look), *_always(look, picture)]
    if scheme == "dark":
        parts += [*_root(dark), *night]
    elif scheme == "light":
        parts += [*_root(light), *day]
    else:
        canvas = {"canvas": DARK.canvas, "page-image": "none"} if "canvas" in light else {}
        same = day == night
        parts += [*_root(light), *(day if same else _when("(prefers-color-scheme: light)", day))]
        parts += _when("(prefers-color-scheme: dark)", [*_root(canvas | dark), *([] if same else night)])
    return "\n".join(parts) + "\n" if parts else ""


def _always(look: Look, picture: bool) -> Iterator[str]:
    """Yield what both schemes have."""
    density = look.get("density", "")
    tokens = {token: str(look[key]) for key, token in _SIZES.items() if key in look}
    if "radius" in look:
        radius = "0px" if look["radius"] == "0" else str(look["radius"])  # calc() takes no bare number
        tokens |= {"radius": radius, "card-radius": "min(calc(var(--radius) * 2), 1.75rem)"}
    if "font" in look or "font_file" in look:
        own = ['"theme"'] if "font_file" in look else []
        tokens["font"] = ", ".join([*own, look.get("font", "system-ui, sans-serif")])
    if "font_heading" in look:
        tokens["font-heading"] = look["font_heading"]
    yield from _root(tokens)
    if density in _TOKENS:  # phones keep what fingers need
        yield from _when(_WIDE, [*_root(_TOKENS[density]), *_block("@layer components", [_RULES[density]])])
    if look.get("layout") == "split":
        yield from _when(_BESIDE, [_SPLIT])
    if picture:
        yield ".logo picture { display: contents; }\n.logo source { display: none; }"


def _font(look: Look) -> Iterator[str]:
    if "font_file" in look:
        yield (
            f'@font-face {{ font-family: "theme"; src: url("{look["font_file"]}"); '
            "font-weight: 100 900; font-display: swap; }"
        )


def _behind(look: Look, ground: Ground, suffix: str) -> list[str]:
    """Return the rules of what is behind the cards in one scheme, beside a calm colour, which is a token."""
    background = _background(look, suffix)
    plain = bool(COLOUR.fullmatch(background))
    if look.get("layout") == "split":
        picture = f"{_image(background) or _PANEL} center / cover no-repeat"
        return _when(_BESIDE, [f".page::after {{ background: {picture}; }}"])
    if not background or (plain and _calm(background, ground)):
        return []
    return _loud(background) if plain else _pictured(background)


def _calm(colour: str, ground: Ground) -> bool:
    """Whether all text of the pages can be read on `colour`."""
    return readable(ground.text, [colour]) and readable(ground.muted, [colour])


def _background(look: Look, suffix: str) -> str:
    """Return what is behind the cards; without one for the dark, a picture stays, a colour or gradient does not."""
    own = str(look.get(f"background{suffix}", ""))
    kept = str(look.get("background", ""))
    return own or (kept if suffix and _is_file(kept) else "")


def _accent(look: Look, ground: Ground, suffix: str) -> str:
    """Return the colour of the main button: as the theme says; in the dark, if need be, brought out of the ground."""
    own = str(look.get(f"accent{suffix}", ""))
    if own or "accent" not in look:
        return own
    return towards(str(look["accent"]), ground.ink, (ground.surface, ground.canvas), SHAPE)


def _colours(look: Look, ground: Ground, suffix: str) -> Tokens:
    """Return the colours of one scheme."""
    accent, background = _accent(look, ground, suffix), _background(look, suffix)
    canvas = background if COLOUR.fullmatch(background) and _calm(background, ground) else ""
    tokens = {"canvas": canvas, "page-image": "none"} if canvas and look.get("layout") != "split" else {}
    if not accent:
        return tokens
    ink = on(accent)
    tokens |= {"brand": accent, "on-brand": ink, "link": _link(accent, ground, canvas)}
    darker = contrast(ink, mixed(accent, "#000000", 0.12)) >= contrast(ink, accent)
    return tokens if darker else tokens | {"_hover": mixed(accent, "#ffffff", 0.15)}


def _link(accent: str, ground: Ground, canvas: str) -> str:
    """Return the colour of links: the accent, or as near to it as can be read on all that they stand on."""
    link = accent
    for _ in range(4):  # a tint of the link itself is among these
        soft = mixed(ground.surface, link, _TINT)
        grounds = (ground.canvas, ground.surface, ground.sunken, soft, *([canvas] if canvas else []))
        if readable(link, grounds):
            break
        link = towards(link, ground.ink, grounds, ground.link)
    return link


def _loud(colour: str) -> list[str]:
    """Give what stands beside the card an ink of its own: on this colour, no other text can be read."""
    ink = on(colour)
    return _when(_WIDE, [
        f".page {{ background: {colour}; }}",
        f".page .foot, .page .foot :is(a, summary):hover {{ color: {ink}; }}",
        ".page .foot .lang li a, .page .foot .lang li a:hover { color: var(--text); }",
    ])  # fmt: skip


def _pictured(background: str) -> list[str]:
    """Give the footer a ground of its own: nobody knows what can be read on a picture or gradient."""
    return _when(_WIDE, [
        f".page {{ background: var(--canvas) {_image(background)} center / cover no-repeat fixed; }}",
        ".page .foot { justify-self: center; margin: 0 1.5rem 1.5rem; padding-block: 0; "
        "background: var(--surface); border-radius: var(--card-radius); box-shadow: var(--card-shadow); }",
    ])  # fmt: skip


def _image(background: str) -> str:
    if not background:
        return ""
    if COLOUR.fullmatch(background):
        return f"linear-gradient({background}, {background})"
    return f'url("{background}")' if _is_file(background) else background


def _is_file(background: str) -> bool:
    return bool(background) and not background.startswith("#") and "(" not in background


def _root(tokens: Mapping[str, str]) -> list[str]:
    said = " ".join(f"--{name}: {value};" for name, value in tokens.items())
    return [f":root {{ {said} }}"] if tokens else []


def _when(query: str, rules: list[str]) -> list[str]:
    return _block(f"@media {query}", rules)


def _block(head: str, rules: list[str]) -> list[str]:
    inner = "\n".join(f"  {line}" for rule in rules for line in rule.splitlines())
    return [f"{head} {{\n{inner}\n}}"] if rules else []
