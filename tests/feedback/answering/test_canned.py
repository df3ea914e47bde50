"""Words written beforehand: who writes, who approves, what they may hold."""

import pytest
from django.core.exceptions import PermissionDenied

from core.web.errors import Conflict, Invalid
from feedback.answering import actions, defaults, placeholders, queries
from feedback.answering.models import CannedReply
from feedback.targets.registers import registry
from tests.factories import catalogue, feedback

WORDS = {language: {"title": "Hello", "text": "Hello {name}."} for language in ("en", "fr", "ja")}


@pytest.fixture
def canned(db, noon):
    return actions.draft_canned(key="own.hello", texts=WORDS, by=feedback.agent(), at=noon)


def manager():
    return feedback.agent("Mia Manager", "Community manager")


def test_an_agent_drafts_and_somebody_by_right_approves(canned, noon):
    with pytest.raises(PermissionDenied):
        actions.approve_canned(canned=canned, by=feedback.agent(), at=noon)
    assert queries.offered(feedback.thread()) == []

    actions.approve_canned(canned=canned, by=manager(), at=noon)

    assert queries.offered(feedback.thread()) == [canned]


def test_written_anew_it_waits_for_approval_again(canned, noon):
    actions.approve_canned(canned=canned, by=manager(), at=noon)

    written = actions.write_canned(canned=canned, texts=WORDS, edit=1, by=feedback.agent(), at=noon)

    assert (written.state, written.edit) == ("draft", 2)
    with pytest.raises(Conflict, match="Sam Support has changed these words"):
        actions.write_canned(canned=canned, texts=WORDS, edit=1, by=manager(), at=noon)


def test_retired_it_is_offered_to_nobody_and_still_caught(canned, noon):
    actions.approve_canned(canned=canned, by=manager(), at=noon)
    actions.retire_canned(canned=canned, by=manager(), at=noon)

    assert queries.offered(feedback.thread()) == []
    assert "Hello {name}." in queries.texts()
    with pytest.raises(Conflict):
        actions.retire_canned(canned=canned, by=manager(), at=noon)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"en": {"title": "Hi", "text": "Hello {nobody}"}}, r"no field of this name: \{nobody\}"),
        ({"en": {"title": "Hi", "text": "It was Farlane CDN."}}, "must not go out"),
        ({"en": {"title": "", "text": "Hello"}}, "a title and a text"),
        ({"xx": {"title": "Hi", "text": "Hello"}}, "Unknown language"),
        ({}, "in one language at least"),
        ({"en": {"title": "Hi", "text": "a" * 5_001}}, "5000 characters at most"),
    ],
)
def test_what_could_never_be_sent_is_not_kept(db, words, said, noon):
    catalogue.third_party("Farlane CDN", en="one of our delivery partners")

    with pytest.raises(Invalid, match=said):
        actions.draft_canned(key="own.hello", texts=words, by=feedback.agent(), at=noon)
    assert not CannedReply.objects.exists()


def test_it_is_approved_in_three_languages_or_not_at_all(db, noon):
    canned = actions.draft_canned(key="own.hello", texts={"en": WORDS["en"]}, by=manager(), at=noon)

    with pytest.raises(Invalid, match="French, Japanese"):
        actions.approve_canned(canned=canned, by=manager(), at=noon)


def test_two_of_one_key_are_a_conflict(canned, noon):
    with pytest.raises(Conflict, match="this key already"):
        actions.draft_canned(key="own.hello", texts=WORDS, by=feedback.agent(), at=noon)


def test_who_does_not_answer_drafts_nothing(db, outsider, noon):
    for stranger in (outsider, feedback.agent("Oda Observer", "Observer")):
        with pytest.raises(PermissionDenied):
            actions.draft_canned(key="own.hello", texts=WORDS, by=stranger, at=noon)


def test_filled_for_a_customer_in_his_language_with_what_is_known(prepared, noon):
    region, component = catalogue.region("france"), catalogue.component("playback", names={"fr": "La lecture"})
    thread = feedback.thread(language="fr", register="problem", component=component, region=region, at=noon, name="")
    canned = CannedReply.objects.get(key="problem.looking")

    text = queries.begun(canned, thread, by=feedback.agent(), at=noon)

    assert "La lecture vous fait faux bond" in text
    assert "Sam Support" in text
    assert "avant 12:30 UTC" in text
    assert placeholders.gaps(text) == ["{name}"]


def test_what_a_customer_calls_himself_is_never_filled_again(prepared, noon):
    thread = feedback.thread(name="{link} {agent}", at=noon)

    text = queries.begun(CannedReply.objects.get(key="complaint.sorry"), thread, by=feedback.agent(), at=noon)

    assert text.startswith("Hello {link} {agent},")


def test_offered_are_those_that_fit_the_closest_first(prepared, noon):
    playback = catalogue.component("playback")
    feedback.canned("own.any", position=1)
    own = feedback.canned("own.playback", register_id="problem", component=playback, position=9_999)
    thread = feedback.thread(register="problem", component=playback, at=noon)

    keys = [row.key for row in queries.offered(thread)]

    assert keys[0] == own.key
    assert keys[-1] == "own.any"
    assert {row.split(".")[0] for row in keys} == {"own", "problem"}


def test_the_set_we_ship_serves_every_register_in_three_languages(prepared):
    rows = queries.listed()

    assert {row.register_id for row in rows} == set(registry())
    assert all(rows.filter(register=slug).count() >= 2 for slug in registry())
    assert all({text.language for text in row.texts.all()} == {"en", "fr", "ja"} for row in rows)
    assert [name for row in rows for text in row.texts.all() for name in placeholders.unknown(text.text)] == []


def test_seeded_again_what_people_changed_stays(prepared, sorry, noon):
    CannedReply.objects.filter(key=sorry.key).update(state="retired")

    defaults.seed(noon)

    sorry.refresh_from_db()
    assert sorry.state == "retired"
    assert CannedReply.objects.count() == len(defaults.shipped())
