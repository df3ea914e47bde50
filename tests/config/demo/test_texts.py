"""A sentence a customer reads is reviewed like code: three languages, typography, no promise left out."""

import re

import pytest

from config.demo import catalogue, history
from config.demo.script import Said, Story, Words
from config.demo.stories import live
from incidents.communication.states import may_promise

STORIES = [*history.STORIES, live.STORY]
SAID = [(story, said) for story in STORIES for said in story.said]
NAMES = [story.title for story in STORIES] + [part.name for part in catalogue.PARTS]
WORDS = NAMES + [words for _story, said in SAID for words in (said.words, said.technical, said.partners) if words]
SUPPLIERS = [name for name, _spellings in catalogue.THIRD_PARTIES]
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def of(pair: tuple[Story, Said]) -> str:
    return f"{pair[0].key}+{pair[1].at}"


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.en[:40])
def test_a_text_is_in_three_languages(words: Words):
    assert words.en.strip()
    assert words.fr.strip()
    assert words.fr != words.en or words.en in {"France", "Palomine streaming"}
    assert JAPANESE.search(words.ja)
    assert not JAPANESE.search(words.en + words.fr)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.en[:40])
def test_french_has_its_narrow_spaces(words: Words):
    assert not re.search(r"[^\u202f\s/\w`][;!?»]|\w[;!?»]|[ \w];| [:!?»%]|« ", words.fr.replace("\u202f", "\u202f")), (
        words.fr
    )


@pytest.mark.parametrize("pair", SAID, ids=of)
def test_a_general_text_names_no_supplier(pair):
    texts = [*pair[1].words.items(), *(pair[1].partners.items() if pair[1].partners else ())]
    for _language, text in texts:
        assert not [name for name in SUPPLIERS if name in text]


@pytest.mark.parametrize("pair", SAID, ids=of)
def test_an_update_of_an_open_incident_promises_the_next_one(pair):
    story, said = pair
    if story.window is None:
        assert bool(said.next_minutes) == may_promise(said.state)


@pytest.mark.parametrize("story", [story for story in STORIES if story.window is None], ids=lambda story: story.key)
def test_a_story_takes_responsibility_in_every_language(story):
    last = story.said[-1].words
    assert re.search(r"sorry|apologi[sz]e", last.en)
    assert re.search(r"désolé|excuse|pardon", last.fr, re.IGNORECASE)
    assert re.search(r"申し訳|お詫び|ご迷惑", last.ja)


def test_promises_are_kept_in_time():
    for story in history.STORIES:
        if story.window is None:
            for said, following in zip(story.said, story.said[1:], strict=False):
                assert following.at <= said.at + said.next_minutes, f"{story.key} at minute {following.at}"
