"""Identity schemas, as far as a page can use them: what kind of value a trait takes, and what the operator calls it.

Kratos' nodes do not tell a list from a text, a consent from a choice, or which values an `enum` has (newer versions
do); its public API gives everybody the schemas. Pure, and open where JSON Schema is: what is not understood is left
out. Source: https://www.ory.sh/docs/kratos/manage-identities/identity-schema; the walk is that of
`jsonschemax.ListPaths`, by which Kratos reads forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ..limits import SCHEMA_DEPTH, SCHEMA_ITEM_PARTS, SCHEMA_PARTS
from ..upstream import values
from ..upstream.values import JSON

_PERHAPS = ("anyOf", "oneOf", "if", "then", "else", "not")


@dataclass(frozen=True, slots=True)
class Trait:
    """One property of the schema's `traits`, or the items of a list."""

    type: str = ""  # "string" "number" "integer" "boolean" "array" "object"; "" if there are several, or none
    title: str = ""
    hint: str = ""  # the schema's description
    format: str = ""
    choices: tuple[JSON, ...] = ()  # enum, or the constants of `oneOf`
    called: tuple[str, ...] = ()  # what people read for each of the choices; "": itself
    must_be_true: bool = False  # const: true
    required: bool = False
    nullable: bool = False  # null is one of its types
    identifiers: frozenset[str] = frozenset()  # methods that sign in by it: "password" "code" "webauthn" …
    item: Trait | None = None  # of a list; None also if nothing is said of its values
    min_items: int | None = None
    max_items: int | None = None
    words: tuple[str, ...] = ()
    """Titles and choices of all parts that speak of it: Kratos labels its field by any, also by one below `oneOf`."""

    @property
    def one(self) -> Trait:
        """What a single value is: of a list its item, else the trait itself."""
        return self.item or self

    @property
    def list(self) -> bool:
        """Whether this is a list that Kratos makes a node of: its form decoder takes no objects and no lists in it."""
        return self.type == "array" and (self.item is None or self.item.type not in ("array", "object"))


@dataclass(frozen=True, slots=True)
class Schema:
    """An identity schema. `traits`: by the name that nodes have, "traits.name.first"; objects are among them."""

    id: str
    traits: Mapping[str, Trait] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """The names of which Kratos makes a node."""
        skipped = {name for name, trait in self.traits.items() if trait.type in ("", "object")}
        skipped |= {name for name, trait in self.traits.items() if trait.type == "array" and not trait.list}
        return frozenset(self.traits) - skipped


def sign_in_names(schemas: Iterable[Schema]) -> frozenset[str]:
    """Return what people sign in by, as far as `schemas` say: of "email" "phone" "username"."""
    by = {"email": "email", "tel": "phone"}
    traits = (trait for schema in schemas for trait in schema.traits.values())
    items = (trait.one for trait in traits)
    return frozenset(by.get(trait.format, "username") for trait in items if trait.identifiers)


def parse_schemas(body: JSON) -> tuple[Schema, ...]:
    """Return the answer of `GET /schemas`; whatever is none is left out."""
    found = []
    for each in map(values.mapping, values.items(body)):
        schema = values.mapping(each.get("schema"))
        if schema and values.text(each.get("id")):
            found.append(parse_schema(values.text(each["id"]), schema))
    return tuple(found)


def parse_schema(schema_id: str, body: Mapping[str, JSON]) -> Schema:
    """One identity schema. References into itself are followed, any other is not."""
    traits: dict[str, Trait] = {}
    top = _Part(values.mapping(values.mapping(body.get("properties")).get("traits")), "traits")
    for name, trait in islice(_walk(body, top), SCHEMA_PARTS):
        traits[name] = _merged(traits[name], trait) if name in traits else trait
    traits.pop("traits", None)
    return Schema(schema_id, traits)


def chosen(schemas: tuple[Schema, ...], schema_id: str, names: frozenset[str]) -> Schema | None:
    """Return the schema of `schema_id`, else the one that asks for `names` and little else, None if that is unclear.

    Kratos tells nobody which schema is its default.
    """
    if schema_id:
        return next((each for each in schemas if each.id == schema_id), None)
    fitting = [each for each in schemas if names and names <= each.traits.keys()]
    if not fitting:
        return None
    rest = min(len(each.fields - names) for each in fitting)
    closest = [each for each in fitting if len(each.fields - names) == rest]
    first = closest[0]
    return first if all(each.traits == first.traits for each in closest) else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the schema, and what it is about."""

    schema: Mapping[str, JSON]
    name: str
    required: bool = False
    sure: bool = True  # False below `anyOf`, `if`, …: it may not hold
    depth: int = 0

    def below(self, schema: JSON, **other: Any) -> _Part:
        return replace(self, schema=values.mapping(schema), depth=self.depth + 1, **other)


def _walk(root: Mapping[str, JSON], part: _Part) -> Iterator[tuple[str, Trait]]:
    """`part` under its name, and everything below it."""
    if not part.schema or part.depth > SCHEMA_DEPTH:
        return
    yield part.name, _trait(root, part)
    schema = part.schema
    for inner in (_referred(root, schema), *values.items(schema.get("allOf"))):
        yield from _walk(root, part.below(inner))
    for key in _PERHAPS if not _constants(schema) else ():
        for inner in values.items(schema.get(key)) or (schema.get(key),):
            yield from _walk(root, part.below(inner, sure=False))
    needed = [values.text(each) for each in values.items(schema.get("required"))]
    for key, inner in values.mapping(schema.get("properties")).items():
        yield from _walk(root, part.below(inner, name=f"{part.name}.{key}", required=key in needed))


def _trait(root: Mapping[str, JSON], part: _Part) -> Trait:
    schema, constant = part.schema, part.schema.get("const")
    kinds = [values.text(each) for each in values.items(schema.get("type")) or (schema.get("type"),)]
    named = [kind for kind in kinds if kind != "null"]
    titles = _constants(schema)
    kind = "boolean" if isinstance(constant, bool) else named[0] if len(named) == 1 else ""
    told = Trait(
        type=kind,
        title=values.text(schema.get("title")),
        hint=values.text(schema.get("description")),
        format=values.text(schema.get("format")),
        nullable="null" in kinds,
        identifiers=_identifiers(schema),
        item=_item(root, part) if kind == "array" else None,
        words=_words(schema, titles),
    )
    if not part.sure:
        return told
    allowed = values.items(schema.get("enum")) or tuple(titles)
    choices = tuple(each for each in allowed if isinstance(each, str | int | float))
    return replace(
        told,
        choices=choices,
        called=tuple(titles.get(each, "") for each in choices) if titles else (),
        must_be_true=constant is True or list(values.items(schema.get("enum"))) == [True],
        required=part.required,
        min_items=values.whole(schema.get("minItems")),
        max_items=values.whole(schema.get("maxItems")),
    )


def _item(root: Mapping[str, JSON], part: _Part) -> Trait | None:
    """Return what each value of a list is."""
    found: Trait | None = None
    for name, trait in islice(_walk(root, part.below(part.schema.get("items"), name="")), SCHEMA_ITEM_PARTS):
        if not name:
            found = _merged(found, trait) if found else trait
    return found


def _merged(first: Trait, more: Trait) -> Trait:
    """`first`, with what only `more` says: a schema and what it refers to speak of the same trait."""
    return replace(
        first,
        type=first.type or more.type,
        title=first.title or more.title,
        hint=first.hint or more.hint,
        format=first.format or more.format,
        choices=first.choices or more.choices,
        called=first.called if first.choices else more.called,
        must_be_true=first.must_be_true or more.must_be_true,
        required=first.required or more.required,
        nullable=first.nullable or more.nullable,
        identifiers=first.identifiers | more.identifiers,
        item=first.item or more.item,
        min_items=more.min_items if first.min_items is None else first.min_items,
        max_items=more.max_items if first.max_items is None else first.max_items,
        words=tuple(dict.fromkeys((*first.words, *more.words))),
    )


def _words(schema: Mapping[str, JSON], titles: Mapping[JSON, str]) -> tuple[str, ...]:
    choices = [each for each in values.items(schema.get("enum")) if not isinstance(each, bool)]
    shown = [titles.get(each) or values.printed(each) for each in choices or titles]
    return tuple(filter(None, (values.text(schema.get("title")), *shown)))


def _constants(schema: Mapping[str, JSON]) -> dict[JSON, str]:
    """Return each value that `oneOf` or `anyOf` allows with its title, {} if one of their parts is no constant.

    So JSON Schema names the values that an `enum` only lists: `"oneOf": [{"const": "de", "title": "Germany"}, …]`.
    """
    for key in ("oneOf", "anyOf"):
        parts = [values.mapping(each) for each in values.items(schema.get(key))]
        parts = [each for each in parts if each != {"type": "null"} and each.get("const", "") is not None]
        known = [each for each in parts if isinstance(each.get("const"), str | int | float)]
        if known and len(known) == len(parts) and not any(isinstance(each["const"], bool) for each in known):
            return {each["const"]: values.text(each.get("title")) for each in known}
    return {}


def _identifiers(schema: Mapping[str, JSON]) -> frozenset[str]:
    credentials = values.mapping(values.mapping(schema.get("ory.sh/kratos")).get("credentials"))
    signs = ("identifier", "display_name", "account_name")
    return frozenset(
        name
        for name, how in credentials.items()
        if any(values.mapping(how).get(sign) is True for sign in signs) and name != "totp"
    )


def _referred(root: Mapping[str, JSON], schema: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """Return what `$ref` names inside this schema: "#/definitions/person"; {} for anything else."""
    reference = values.text(schema.get("$ref"))
    if not reference.startswith("#/"):
        return {}
    found: JSON = root
    for part in reference[2:].split("/"):
        found = values.mapping(found).get(part.replace("~1", "/").replace("~0", "~"))
    return values.mapping(found)
