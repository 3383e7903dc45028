"""English texts on pages in other languages: what takes the place of their marks."""

from __future__ import annotations

import pytest
from markupsafe import Markup, escape

from app.i18n.parts import CLOSE, OPEN, English, tagged, within

SAVE = escape(English("Save & go"))
SPAN = '<span lang="en">Save &amp; go</span>'


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        (f"<p>{SAVE}</p>", f"<p>{SPAN}</p>"),
        (f'<p title="{SAVE}">x</p>', '<p title="Save &amp; go">x</p>'),
        (f"<p title='a > b' class=\"{SAVE}\">{SAVE}</p>", f"<p title='a > b' class=\"Save &amp; go\">{SPAN}</p>"),
        (f"<title>{SAVE}</title>", "<title>Save &amp; go</title>"),
        (f'<option value="{SAVE}">{SAVE}</option>', '<option value="Save &amp; go">Save &amp; go</option>'),
        (f"<textarea>{SAVE}</textarea>", "<textarea>Save &amp; go</textarea>"),
        (f"<!-- it's {SAVE} -->{SAVE}", f"<!-- it's Save &amp; go -->{SPAN}"),
        (f"<b>{OPEN}a {SAVE}{CLOSE}</b>", f'<b><span lang="en">a {SPAN}</span></b>'),
        (f"<p>{SAVE[:4]}</p><p>{SAVE}</p>", "<p>Sav</p><p>Save &amp; go</p>"),  # cut by a theme
        (f"<p>{CLOSE}{OPEN}</p>", "<p></p>"),
        ("<p>as it is</p>", "<p>as it is</p>"),
    ],
)  # fmt: skip
def test_an_element_stands_where_one_can(page: str, seen: str) -> None:
    assert tagged(page, rtl=False) == seen


def test_where_the_page_reads_from_right_to_left_the_text_does_not() -> None:
    assert tagged(f"<p>{SAVE}</p>", rtl=True) == '<p><span lang="en" dir="ltr">Save &amp; go</span></p>'


def test_it_is_a_text_like_others() -> None:
    text = English("Save")
    assert text == "Save"
    assert f"{text}!" == "Save!"
    assert text.lower() in "save it"
    assert English("Hello %(name)s") % {"name": "Mary"} == "Hello Mary"


def test_it_stays_english_when_it_is_filled_in() -> None:
    greeting = English("Hello %(name)s")
    for filled in (str(greeting % {"name": "<b>"}), escape(greeting) % {"name": "<b>"}):
        assert tagged(escape(filled), rtl=False) == '<span lang="en">Hello &lt;b&gt;</span>'
    assert tagged(escape(greeting[:5]), rtl=False) == '<span lang="en">Hello</span>'
    assert escape(greeting[:0]) == ""
    composed = escape(f"Name: {within(greeting)}, {within('sonst')}")
    assert tagged(composed, rtl=False) == 'Name: <span lang="en">Hello %(name)s</span>, sonst'
    assert (
        tagged(Markup("<i>{}</i>").format(greeting), rtl=False)
        == '<i><span lang="en">Hello %(name)s</span></i>'
    )
