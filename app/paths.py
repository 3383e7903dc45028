"""Where the data that ships with the package lies: beside it in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "_data"


def _find(in_checkout: str, in_wheel: str) -> Path:
    packed = _IN_WHEEL / in_wheel
    return packed if packed.is_dir() else _PACKAGE.parent / in_checkout


APP = _PACKAGE
TEMPLATES = _find("templates", "templates")
STATIC = _find("static", "static")
KRATOS_CONFIG = _find("kratos-config", "kratos-config")
FLOWS = _find("tests/flows", "flows")
TRANSLATIONS = _PACKAGE / "i18n" / "translations"
GLOSSARY = _PACKAGE / "i18n" / "glossary"
