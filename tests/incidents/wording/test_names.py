"""A name is found in whatever spelling, and nothing else is."""

import pytest

from incidents.wording.linter import names

KNOWN = [("Acme CDN", "Acme"), ("東京回線",), ("ファーレーン",), ("AT&T",), ("Société Télécom",)]


@pytest.mark.parametrize(
    "text",
    [
        "ACME cdn",
        "acmecdn",
        "Acme-CDN",
        "Acme_CDN",
        "Acme\u2011CDN",
        "Acme  \n CDN",
        "**Acme** `CDN`",
        "Acme's",
        "d’Acme",
        "\uff21\uff43\uff4d\uff45",  # full-width
        "A\u200dc\u200bm\u2060e",  # invisible letters between
        "Ac\u00adme",
        "&#65;cme",
        "https://status.acme.com/x",
        "Acmeの障害",
        "東京回線",
        "ﾌｧｰﾚｰﾝ",  # half-width kana
        "ふぁーれーん",
        "at&amp;t",
        "societe telecom",
        "SOCIÉTÉ TÉLÉCOM",
        "Socie\u0301te\u0301 Te\u0301le\u0301com",
    ],
)
def test_a_spelling_is_found(text):
    assert len(names.places(f"x {text} y", KNOWN)) == 1


@pytest.mark.parametrize("text", ["acmeist placement", "pacmen", "東京の回線", "attention", "societal"])
def test_other_words_stay(text):
    assert names.places(text, KNOWN) == []


def test_the_longest_name_wins_and_places_are_of_the_text_as_written():
    text = "é Acme CDN, Acme."

    assert [text[start:end] for start, end, _which in names.places(text, KNOWN)] == ["Acme CDN", "Acme"]


@pytest.mark.parametrize("text", ["Nord-Kasse", "nord\u2011kasse", "NORD_KASSE", "No-rd-kas-se"])
def test_a_hyphen_within_a_long_name_does_not_hide_it(text):
    assert len(names.places(f"x {text} y", [("Nordkasse",)])) == 1


@pytest.mark.parametrize("text", ["sales force", "our sales, forces"])
def test_two_ordinary_words_are_not_a_name(text):
    assert names.places(text, [("Salesforce",)]) == []
