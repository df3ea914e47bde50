"""Quoted history goes, words stay; where it is not clear, everything stays."""

import pytest

from feedback.doors.mail.history import fresh

WORDS = "It did not help."
QUOTE = "> We are sorry.\n> Restart it once.\n"


@pytest.mark.parametrize(
    "below",
    [
        f"On Mon, 2 Mar 2026 at 12:00, Candor <status@candor.example> wrote:\n\n{QUOTE}",
        f"On Mon, 2 Mar 2026 at 12:00, A Very Long Name Of Ours\n<status@candor.example> wrote:\n{QUOTE}",
        f"Le lun. 2 mars 2026 à 12:00, Candor <status@candor.example> a écrit :\n{QUOTE}",
        f"Le 02/03/2026 à 12:00, Candor a écrit\u202f:\n{QUOTE}",
        f"2026年3月2日(月) 12:00 Candor <status@candor.example>:\n{QUOTE}",
        f"2026/03/02 12:00、Candorのメール:\n{QUOTE}",
        "-----Original Message-----\nFrom: Candor\nWe are sorry.",
        "-------- Message d'origine --------\nDe : Candor\nDésolés.",
        "________________________________\nFrom: Candor <s@c>\nSent: Monday\nTo: Ana\nSubject: Re: x\n\nWe are sorry.",
        "De : Candor <s@c>\nEnvoyé : lundi\nÀ : Ana\nObjet : x\n\nDésolés.",
        "差出人: Candor\n送信日時: 2026年3月2日\n宛先: Ana\n件名: x\n\n申し訳ありません。",
        QUOTE,
    ],
)
def test_what_stands_below_is_cut(below):
    assert fresh(f"{WORDS}\n\n{below}") == WORDS


@pytest.mark.parametrize(
    "text",
    [
        f"{WORDS}\n> Restart it once.\nI did, twice.\n> We are sorry.\nThank you.",
        "From: the beginning it was slow.\nTo: be honest, I give up.",
        QUOTE.strip(),
        "On Monday you wrote that it works. It does not.",
        "My steps on 2026-03-02:\nopen, wait, nothing.",
    ],
)
def test_what_may_be_the_customers_own_words_stays(text):
    assert fresh(text) == text
