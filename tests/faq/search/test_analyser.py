"""What is kept and what is asked become the same tokens, in each language's own manner."""

import pytest

from faq.search import analyser


def terms(text, language, of=analyser.kept):
    return [token.term for token in of(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Cancelled subscriptions", "cancel subscription"),
        ("en", "the subscriber's devices", "devices subscriber"),
        ("fr", "L’abonnement résilié", "abonnements resilies"),
        ("fr", "qu'un cœur", "coeur"),
        ("ja", "ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("ja", "ＤＶＤ", "dvd"),
    ],
)
def test_forms_of_a_word_are_one(language, one, other):
    assert set(terms(one, language)) == set(terms(other, language)) != set()


def test_katakana_and_hiragana_are_one_where_somebody_asks():
    assert terms("てれび", "ja", analyser.asked) == terms("テレビ", "ja", analyser.asked) == ["てれ", "れび"]


def test_grammar_is_not_kept_but_may_be_asked():
    assert terms("変更したい", "ja") == ["変更", "更し"]
    assert terms("変更したい", "ja", analyser.asked) == ["変更", "更し", "した", "たい"]


def test_a_pair_of_kanji_tells_most():
    worth = {token.term: token.weight for token in analyser.asked("字幕が出ない", "ja")}

    assert worth == {"字幕": 1.0, "幕が": 0.7, "が出": 0.7, "出な": 0.7, "ない": 0.7}


def test_words_that_tell_nothing_are_left_out():
    assert terms("How do I change the language?", "en") == ["chang", "languag"]
    assert terms("Est-ce que je change la langue ?", "fr") == ["chang", "langu"]


def test_numbers_and_codes_stay_as_they_are():
    assert terms("Error E1042 on 4K", "en") == ["error", "e1042", "4k"]
