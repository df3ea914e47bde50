"""The words of three languages, as search keeps and asks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import analysis


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The TV's Picture FREEZES", "en", ["the", "tv", "picture", "freezes"]),
        ("L’écran n’affiche qu'une œuvre", "fr", ["ecran", "affiche", "une", "oeuvre"]),
        ("L’écran", "", ["l", "ecran"]),
        ("Ｗｉ－Ｆｉ ５Ｇ", "", ["wi", "fi", "5g"]),
        ("再生できません", "ja", ["再生", "生で", "でき", "きま", "ませ", "せん"]),
        ("サーバー", "ja", ["さー", "ーば"]),
        ("ｻｰﾊﾞｰ", "ja", ["さー", "ーば"]),
        ("ガ が", "ja", ["が", "が"]),
        ("人々・音", "ja", ["人々", "音"]),
        ("Netflixが止まる", "ja", ["netflix", "が止", "止ま", "まる"]),
        ("e\u0301cran E\u0301CRAN", "fr", ["ecran", "ecran"]),
        ("Straße Łódź", "", ["strasse", "lodz"]),
        ("!?… \n", "", []),
    ],
)
def test_a_text_gives_its_words(text, language, found):
    assert list(analysis.words(text, language)) == found


@given(st.text(max_size=200))
def test_words_are_short_folded_and_hold_no_space(text):
    for word in analysis.words(text):
        assert 0 < len(word) <= analysis.LONGEST
        assert not any(letter.isspace() for letter in word)
