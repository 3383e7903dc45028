"""What a query asks to be put together, and its page: everything is in the address, nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Flask, Response, abort, request

from ..kratos.schema import Schema, parse_schema
from ..kratos.types import FLOW_KINDS, FlowKind
from ..preview.compose import Base, Catalogue, Wish, composed
from ..preview.exhibits import Exhibit
from ..preview.page import answer
from ..preview.pieces import bases, catalogue, versions
from ..upstream import values
from .own import Own, flow_exhibit

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict


@dataclass(frozen=True, slots=True)
class Asked:
    """A composition. `problem`: what of it could not be read."""

    kind: FlowKind
    version: str
    base: Base
    catalogue: Catalogue
    wish: Wish
    problem: str = ""

    @property
    def exhibit(self) -> Exhibit:
        """Its page."""
        return flow_exhibit(self.kind, composed(self.catalogue, self.wish), "made")

    @property
    def ticked(self) -> tuple[str, ...]:
        """The methods that are on the page."""
        return self.exhibit.facts.methods if self.wish.methods is None else tuple(self.wish.methods)


def asked(args: MultiDict[str, str]) -> Asked:
    """Return what `args` ask for; whatever they lack is as it was recorded."""
    kind = cast(FlowKind, _one_of(args.get("kind"), FLOW_KINDS))
    version = _one_of(args.get("version"), versions())
    places = {each.name: each for each in bases(kind, version)}
    base = places[_one_of(args.get("base"), tuple(places))]
    there = catalogue(kind, version, base)
    same = args.get("ticked") == base.name  # else the ticks are those of another place
    schema, problem = _schema(args.get("schema", ""))
    wish = Wish(
        methods=frozenset(args.getlist("method")) if same else None,
        providers=_providers(args["providers"]) if same and args.get("providers") else None,
        schema=schema,
        messages=tuple(args.getlist("say")),
    )
    return Asked(kind, version, base, there, wish, problem)


def _one_of(word: str | None, known: tuple[str, ...]) -> str:
    return word if word in known else known[0]


def _providers(text: str) -> dict[str, str]:
    """Read "google, acme=Acme ID": ids, each with a label if it has one."""
    parts = (part.partition("=") for part in text.split(",") if part.strip())
    return {name.strip(): label.strip() or name.strip() for name, _, label in parts}


def _schema(text: str) -> tuple[Schema | None, str]:
    if not text.strip():
        return None, ""
    try:
        body = values.load(text.encode(errors="replace"))
    except ValueError as error:
        return None, f"The schema is no JSON: {error}"
    schema = parse_schema("own", body if isinstance(body, dict) else {})
    return (schema, "") if schema.fields else (None, "The schema has no properties below properties.traits.")


def install(app: Flask, own: Own) -> None:
    """Add the pages to `app`, which is one look at them."""
    bp = Blueprint("made", __name__)

    @bp.get("/preview/made")
    def made() -> Response:
        return answer(asked(request.args).exhibit)

    @bp.get("/preview/own/<name>")
    def of_own(name: str) -> Response:
        return answer(own.exhibits.get(f"own/{name}") or abort(404))

    app.register_blueprint(bp)
