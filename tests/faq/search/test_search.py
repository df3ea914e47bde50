"""Whoever asks finds: inflected, without accents, half typed, mistyped, in any script and width."""

import pytest

from faq.search import actions, queries

pytestmark = pytest.mark.usefixtures("index")


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "password", 1),
        ("en", "resetting passwords", 1),
        ("en", "passwrod", 1),
        ("en", "passw", 1),
        ("en", "televisoin sound", 3),
        ("en", "Hello, I have a problem since yesterday. My television has no sound. Please help me.", 3),
        ("fr", "resilier", 11),
        ("fr", "Résiliation de l'abonnement", 11),
        ("fr", "abonnemnt", 11),
        ("ja", "パスワード", 21),
        ("ja", "ﾊﾟｽﾜｰﾄﾞ 変更", 21),
        ("ja", "ぱすわーど", 21),
        ("ja", "字幕", 22),
        ("ja", "字", 22),
    ],
)
def test_found_first(find, language, text, first):
    assert find(text, language)[:1] == [first]


def test_the_title_counts_more_than_the_body(find):
    assert find("password") == [1, 2]


def test_other_ways_to_ask_count_as_the_title(find):
    assert find("chromecast") == []
    actions.put(2, scope="en:public", language="en", title="Devices", body="", also=["Can I use Chromecast?"])

    assert find("chromecast") == [2]


@pytest.mark.parametrize("text", ["", "?", "zzzzqqqq", "the", "x" * 5000, "\x00", "%_'\"", "😀"])
def test_what_is_nowhere_finds_nothing(find, text):
    assert find(text) == []


def test_a_scope_sees_nothing_of_another(find):
    actions.put(4, scope="en:internal", language="en", title="Password of the switchboard", body="For staff.")

    assert find("switchboard") == []
    assert find("password") == [1, 2]
    assert find("switchboard", scope="en:internal") == [4]


def test_confidence_is_a_part_of_the_best_possible():
    sure, unsure = (
        queries.search(text, scope="en:public", language="en")[0].confidence
        for text in ("no sound television", "programme cable minutes phones browsers")
    )

    assert 1 > sure > queries.LIKELY > unsure > 0


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("password ", 4),
        ("passw", 5),
        ("Hello. No sound. Which devices? I want to reset my password!", 6),
        (" ".join(f"unknowm{letter}" for letter in "abcdefghijklmnop") + " password.", 10),
    ],
)
def test_a_search_asks_few_statements(find, text, statements, django_assert_max_num_queries):
    with django_assert_max_num_queries(statements):
        assert find(text)
