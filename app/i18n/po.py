"""Catalogs as text, with a head that leaves nothing to fill in."""

from __future__ import annotations

from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po


def head(comment: str, locale: Locale | None = None) -> str:
    """Return the head of a catalog; without `locale`, that of a template."""
    fields = ["Project-Id-Version: kratos-selfservice-ui-flask 1"]
    if locale:
        fields += [f"Language: {locale}", f"Plural-Forms: {Catalog(locale=str(locale)).plural_forms}"]
    fields += [
        "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
    ]  # fmt: skip
    return f'# {comment}\nmsgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)


def entries(catalog: Catalog) -> str:
    """Return the messages of `catalog`, each after an empty line; one with a `%(name)s` is a format, no other is."""
    for message in catalog:
        message.flags -= {"python-format", "python-brace-format"}  # Babel guesses: «50% off», «{x}»
        message.flags |= {"python-format"} if "%(" in str(message.id) else set()
    text = BytesIO()
    write_po(text, catalog, width=0, omit_header=True)
    return f"\n{text.getvalue().decode().strip()}\n"
