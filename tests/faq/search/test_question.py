"""A question is cut into sentences and groups; a slip of the finger is one step away and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.search import question

LETTERS = st.text("abc", max_size=6)


def test_each_sentence_asks_for_each_thing_once():
    asked = question.read("No sound on my TV. No picture, no sound! ", "en")

    assert asked.sentences == (("sound", "tv"), ("pictur", "sound"))


def test_japanese_sentences_end_in_their_own_marks():
    assert len(question.read("音が出ません。画面も暗いです！", "ja").sentences) == 2


def test_what_is_longer_than_a_letter_is_cut():
    asked = question.read("sound. " * 500, "en")

    assert len(asked.sentences) == question.SENTENCES


def test_a_word_is_open_only_while_it_is_typed():
    assert question.read("change passw", "en").groups["passw"].is_open
    assert not any(group.is_open for group in question.read("change passw ", "en").groups.values())


def test_an_open_word_may_be_one_that_tells_nothing_when_whole():
    assert question.read("the", "en").sentences == (("the",),)


@pytest.mark.parametrize("nothing", ["", "   ", "?!", "。"])
def test_nothing_asks_for_nothing(nothing):
    assert question.read(nothing, "en").groups == {}


@pytest.mark.parametrize("slip", ["pasword", "passwordd", "passworf", "apssword", "passwrod"])
def test_one_slip(slip):
    assert question.one_slip(slip, "password")


@pytest.mark.parametrize("other", ["password", "passw", "apsswrod", "passwards"])
def test_more_than_one_slip_or_none(other):
    assert not question.one_slip(other, "password")


def steps(one, other):
    """Damerau's distance with adjacent transpositions, reckoned by the table of every text book."""
    rows = [[max(i, j) if not (i and j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            change = rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            rows[i][j] = min(change, rows[i - 1][j] + 1, rows[i][j - 1] + 1)
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(LETTERS, LETTERS)
def test_one_slip_is_a_distance_of_one(one, other):
    assert question.one_slip(one, other) == (steps(one, other) == 1)
