"""Every page loads `enhance.js`, which asks anew for a page that Back brings back whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import paths


@pytest.mark.parametrize(
    "page", sorted((paths.TEMPLATES / "pages").glob("*.html")), ids=lambda page: page.stem
)
def test_a_page_with_scripts_of_its_own_keeps_the_layouts(page: Path) -> None:
    for block in re.findall(r"{% block scripts %}(.*?){% endblock %}", page.read_text("utf-8"), re.DOTALL):
        assert "super()" in block or "all_scripts(" in block  # the macro for flows has it, too
