"""Two people decide at the same moment: a barrier lets both go at once, on a real database."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM
from core.audit.models import AuditEvent
from core.delivery.models import Broadcast
from incidents.communication import actions as communication
from incidents.communication.errors import (
    AlreadyDecided,
    AlreadyPublished,
    SignatureNeeded,
    StaleVersion,
    WordsChanged,
)
from incidents.communication.models import ObjectionWindow, Signature, Update
from tests.factories import communication as updates
from tests.factories import decisions
from tests.factories import response as people
from tests.incidents.communication.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(noon):
    incident = updates.incident()
    return incident, updates.lead(incident)


@pytest.fixture
def asked(story, noon) -> Signature:
    incident, lead = story
    draft = updates.draft(incident, texts=decisions.exposing())
    return communication.ask_signatures(update=draft, by=lead, at=noon)[0]


def test_of_two_who_sign_at_once_one_has_signed(asked, noon):
    people_of_legal = [decisions.legal("Ada Advocate"), decisions.legal("Zoe Zealous")]

    outcomes = at_once(*[lambda by=by: communication.sign(signature=asked, by=by, at=noon) for by in people_of_legal])

    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyDecided", "Signature"]
    assert AuditEvent.objects.filter(kind="incidents.signature.given").count() == 1


def test_signing_and_refusing_at_once_is_one_decision(asked, noon):
    ada, zoe = decisions.legal("Ada Advocate"), decisions.legal("Zoe Zealous")

    outcomes = at_once(
        lambda: communication.sign(signature=asked, by=ada, at=noon),
        lambda: communication.refuse(signature=asked, reason="No.", by=zoe, at=noon),
    )

    assert len([each for each in outcomes if isinstance(each, AlreadyDecided)]) == 1, outcomes


def test_words_that_change_while_somebody_signs_are_never_signed(story, asked, noon):
    _incident, lead = story
    legal = decisions.legal()
    texts = [*decisions.exposing()[1:], updates.text(decisions.EXPOSED["en"] + " It was our mistake.")]

    outcomes = at_once(
        lambda: communication.sign(signature=asked, digest=asked.digest, by=legal, at=noon),
        lambda: communication.revise(update=asked.update, version=1, texts=texts, by=lead, at=noon),
    )

    assert not [each for each in outcomes if isinstance(each, Exception)] or any(
        isinstance(each, AlreadyDecided | WordsChanged) for each in outcomes
    ), outcomes
    asked.refresh_from_db()
    assert asked.state == "void"
    with pytest.raises(SignatureNeeded):
        communication.publish(update=asked.update, by=lead, at=noon)


def test_words_that_change_while_the_lead_publishes_go_out_signed_or_not_at_all(story, asked, noon):
    _incident, lead = story
    communication.sign(signature=asked, by=decisions.legal(), at=noon)
    texts = [*decisions.exposing()[1:], updates.text(decisions.EXPOSED["en"] + " It was our mistake.")]

    outcomes = at_once(
        lambda: communication.publish(update=asked.update, by=lead, at=noon),
        lambda: communication.revise(update=asked.update, version=1, texts=texts, by=lead, at=noon),
    )

    lost = [each for each in outcomes if isinstance(each, AlreadyPublished | SignatureNeeded | StaleVersion)]
    assert len(lost) == 1, outcomes
    update = Update.objects.get(pk=asked.update_id)
    said = update.variants.get(language="en").text
    assert (update.state, "our mistake" in said) in {("published", False), ("draft", True)}


def test_asking_twice_at_once_asks_once(story, noon):
    incident, lead = story
    draft = updates.draft(incident, texts=decisions.exposing())

    outcomes = at_once(*[lambda: communication.ask_signatures(update=draft, by=lead, at=noon)] * 2)

    assert sorted(len(each) for each in outcomes) == [0, 1]


def test_an_objection_at_the_moment_it_goes_out_stops_it_or_comes_too_late(story, noon):
    incident, lead = story
    updates.published(incident, by=lead, at=noon)
    decisions.window()
    held = communication.publish(update=updates.draft(incident, phase="scope"), by=lead, at=noon)
    window, due = held.windows.get(), noon + timedelta(minutes=2)

    outcomes = at_once(
        lambda: communication.let_out(window=window, by=SYSTEM, at=due),
        lambda: communication.object_to(update=held, reason="Wrong.", by=people.actor(), at=due),
    )

    held.refresh_from_db()
    window.refresh_from_db()
    late = [each for each in outcomes if isinstance(each, AlreadyPublished)]
    assert (held.state, window.end, len(late)) in {("published", "said", 1), ("draft", "objected", 0)}, outcomes
    assert Broadcast.objects.count() == (2 if late else 1)


def test_two_workers_let_it_out_once(story, noon):
    incident, lead = story
    updates.published(incident, by=lead, at=noon)
    decisions.window()
    held = communication.publish(update=updates.draft(incident, phase="scope"), by=lead, at=noon)
    window = ObjectionWindow.objects.get()

    outcomes = at_once(*[lambda: communication.let_out(window=window, by=SYSTEM, at=noon + timedelta(minutes=3))] * 3)

    assert [each.pk for each in outcomes if each] == [held.pk], outcomes
    assert Broadcast.objects.count() == 2
