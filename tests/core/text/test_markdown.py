import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import markdown
from tests.payloads import PAYLOADS, harm_in


def test_there_are_sixty_payloads():
    assert len(set(PAYLOADS)) == 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_acts(payload):
    assert harm_in(markdown.render(payload)) == []


@given(st.text(alphabet=st.sampled_from("<>\"'`&;:()[]!*_{}/\\ =\n\tjavscriptonhe1#-x"), max_size=80))
def test_no_text_acts(text):
    assert harm_in(markdown.render(text)) == []


def test_markup_typed_by_people_stays_text():
    assert markdown.render("1 < 2 <b>bold</b>") == "<p>1 &lt; 2 &lt;b&gt;bold&lt;/b&gt;</p>"


def test_emphasis_lists_and_links_are_rendered():
    html = markdown.render("**Sorry.** See [the page](https://example.org/?a=1&b=2)\n\n- one\n- two")

    assert "<strong>Sorry.</strong>" in html
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener noreferrer">the page</a>' in html
    assert "<li>two</li>" in html


def test_a_line_break_is_a_line_break():
    assert "<br>" in markdown.render("one\ntwo")


def test_an_image_tells_nobody_who_reads():
    assert "<img" not in markdown.render("![x](https://tracker.example/x.png)")


def test_plain_words_are_without_marks():
    assert markdown.plain("**Sorry** & [here](https://example.org)") == "Sorry & here"
