"""The text of `templates/README.md`, the themers' reference, out of the contract; `app.docs` writes it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import fields
from html import escape

from .. import paths
from ..kratos.arrange import Form, Section
from ..kratos.chapters import Chapter
from ..kratos.flow import Flow, Message, Node, Option, Secret
from ..kratos.oauth2 import OAuth2Request
from ..kratos.schema import Schema
from ..kratos.session import Address, AuthenticationMethod, Device, Identity, Session
from ..kratos.step import Step
from . import contract, helpers, parts
from .docs_text import INTRO

TYPES = (
    Node,
    Message,
    Option,
    Secret,
    Form,
    Section,
    Step,
    Chapter,
    Flow,
    Schema,
    OAuth2Request,
    Session,
    Identity,
    Address,
    AuthenticationMethod,
    Device,
    contract.Brand,
    contract.Language,
    contract.SessionView,
    contract.Scope,
)


def readme() -> str:
    """Return the whole text of `templates/README.md`."""
    nodes = sorted(path.stem for path in (paths.TEMPLATES / "nodes").glob("*.html"))
    providers = sorted(path.stem for path in (paths.TEMPLATES / "providers").glob("*.svg"))
    intro = INTRO.replace("@NODES", _words(nodes)).replace("@PROVIDERS", _words(providers))
    intro = intro.replace("@API", str(contract.API)).replace("@LINKS", ", ".join(contract.LINK_NAMES))
    for name, lines in (("@TITLES", _titles()), ("@ELEMENTS", _elements()), ("@TOKENS", _tokens())):
        intro = intro.replace(name, "\n".join(lines))
    return (
        "\n".join([intro, *_helpers(), "", "## Variables of each page", "", *_pages(), "", *_types()]) + "\n"
    )


def _titles() -> Iterator[str]:
    yield "| page | step | title |"
    yield "|---|---|---|"
    for page, titles in parts.TITLES.items():
        for title in dict.fromkeys(titles.values()):
            steps = [step for step, said in titles.items() if said == title]
            yield f"| `pages/{page}.html` | {_words(steps)} | {title} |"


def _elements() -> Iterator[str]:
    yield "| file | macro | what it is |"
    yield "|---|---|---|"
    for name, told, macros in parts.elements():
        for number, macro in enumerate(macros):
            said = " ".join(filter(None, [f"{told}." if told and not number else "", macro.told]))
            yield f"| `{name}` | `{macro.name}({_cell(macro.takes)})` | {_cell(said)} |"


def _tokens() -> Iterator[str]:
    yield "| token | value | in the dark |"
    yield "|---|---|---|"
    for token in parts.tokens():
        told = f" ({token.told})" if token.told else ""
        yield f"| `--{token.name}` | `{token.light}`{told} | {f'`{token.dark}`' if token.dark else ''} |"


def _types() -> Iterator[str]:
    yield "## Types"
    yield ""
    yield "Labels, texts and messages are of type Message: print them with the filter `text`."
    yield ""
    for each in TYPES:
        names = [field.name for field in fields(each)]
        more = [name for name, value in vars(each).items() if isinstance(value, property)]
        yield f"- {each.__name__}: {_words(names + more)}"


def _words(names: list[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _helpers() -> Iterator[str]:
    yield "| name | what it gives |"
    yield "|---|---|"
    for name, function in (*helpers.HELPERS.items(), *((f"\\|{k}", f) for k, f in helpers.FILTERS.items())):
        summary = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")
        yield f"| `{name}` | {summary} |"


def _pages() -> Iterator[str]:
    yield "Every page:"
    yield ""
    yield from _table(contract.PageContext, set())
    shared = {each.name for each in fields(contract.PageContext)}
    for context in dict.fromkeys(contract.PAGES.values()):
        names = [name for name, each in contract.PAGES.items() if each is context]
        yield ""
        yield f"### {', '.join(f'`pages/{name}`' for name in names)}"
        yield ""
        summary = (inspect.getdoc(context) or "").partition(": ")[2]
        yield summary[:1].upper() + summary[1:]
        yield from _links(names)
        if rows := list(_table(context, shared)):
            yield ""
            yield from rows


def _links(pages: list[str]) -> Iterator[str]:
    named = [(page, contract.LINKS[page].split()) for page in pages if contract.LINKS[page]]
    if named:
        yield ""
    for page, links in named:
        yield f"{f'- `pages/{page}` may have' if len(pages) > 1 else 'It may have'} the links {_words(links)}."


def _table(context: type[contract.PageContext], known: set[str]) -> Iterator[str]:
    own = [each for each in fields(context) if each.name not in known]
    if own:
        yield "| variable | type | what it is |"
        yield "|---|---|---|"
    for each in own:
        kind, doc = str(each.type).replace("|", "\\|"), each.metadata["doc"]
        yield f"| `{each.name}` | `{kind}` | {_cell(doc)} |"


def _cell(text: str) -> str:
    return escape(text, quote=False).replace("|", "\\|")
