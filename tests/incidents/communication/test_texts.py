from incidents.communication.texts import Text, chains, choose


def text(audience: str, kind: str, language: str) -> Text:
    return Text(audience, kind, language, "", f"{audience}/{kind}/{language}")


def chosen(texts, *, chain=("technical", "general"), kind="email", language="fr"):
    found = choose(texts, chain=chain, channel_kind=kind, language=language)
    return found and (found.text.text, found.fell_back)


def test_the_text_for_exactly_this_reader_comes_first():
    texts = [text("general", "any", "fr"), text("technical", "any", "fr"), text("technical", "email", "fr")]
    assert chosen(texts) == ("technical/email/fr", False)


def test_the_readers_language_weighs_more_than_the_level():
    texts = [text("technical", "any", "en"), text("general", "any", "fr")]
    assert chosen(texts) == ("general/any/fr", False)


def test_a_missing_language_falls_back_to_english_and_says_so():
    texts = [text("general", "any", "ja"), text("general", "any", "en")]
    assert chosen(texts) == ("general/any/en", True)


def test_without_english_any_language_is_better_than_none():
    assert chosen([text("general", "any", "ja")]) == ("general/any/ja", True)


def test_nothing_for_this_audience_is_nothing():
    assert chosen([text("staff", "any", "fr")]) is None


def test_every_audience_ends_with_the_last_one_and_circles_are_cut():
    found = chains({"general": None, "technical": "general", "a": "b", "b": "a"}, "general")
    assert found["technical"] == ("technical", "general")
    assert found["a"] == ("a", "b", "general")
    assert found["general"] == ("general",)
