"""Whatever somebody types: an answer, soon, and places that exist."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.folding import fold
from incidents.wording.linter import Draft, Supplier, check, table

LONG = 20_000
NASTY = (
    "a", " ", "a ", "\n", ".", "!", "{", "{a", "[", "](", "*", "`", "~", "http://a", "12:30 ", "12:3", "1,", "1 ",
    "\u0301", "e\u0301", "ガ", "ﾞ", "🏽", "\u200d", "some ", "we ", "no data ", "next update ", "x" * 9 + " ", "ＡＢ",
    "we are not yet expecting ", "nous ne ", "お客様", "すべての", "AAAA ", "Farlane ", "F-", "a.m.", "users may",
    "une personne sur ", "aucune donnée ", "ログイン", "once until ", "\x00", "&#65;", "\ud83d", "’", "...", "…",
)  # fmt: skip


def draft(text, language, **fields):
    names = (Supplier(("Farlane CDN", "F F F F", "ファーレーン"), "a supplier"),)
    return Draft(text=text, language=language, suppliers=names, facts={}, **fields)


@given(
    text=st.text(max_size=400),
    language=st.sampled_from(["en", "fr", "ja", "de"]),
    phase=st.sampled_from(sorted(table.BY_PHASE)),
    kind=st.sampled_from(["any", "email", "short", "chat", "page"]),
)
@settings(max_examples=300, deadline=None)
def test_any_text_gets_an_answer_with_places_in_it(text, language, phase, kind):
    for finding in check(draft(text, language, phase=phase, channel_kind=kind)):
        assert 0 <= finding.start <= finding.end <= len(text)
        if finding.mend:
            assert 0 <= finding.mend.start <= finding.mend.end <= len(text)


@given(text=st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_every_folded_letter_knows_where_it_stood(text):
    folded = fold(text)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize("piece", NASTY, ids=ascii)
def test_twice_the_text_takes_no_more_than_about_twice_the_time(piece, language):
    long = (piece * LONG)[:LONG]

    def seconds(text):
        start = time.process_time()
        check(draft(text, language, phase="scope"))
        return time.process_time() - start

    half, whole = seconds(long[: LONG // 2]), seconds(long)

    assert whole < max(0.5, 3.5 * half), (half, whole)  # a busy machine is given room; the bench holds 200 ms
