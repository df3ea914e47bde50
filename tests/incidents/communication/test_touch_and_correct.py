from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.actor import Refused
from core.delivery.models import Broadcast
from incidents.communication import actions as communication
from incidents.communication.errors import NotPublished
from incidents.communication.models import Update, Variant
from incidents.response import actions as response
from incidents.response.states import MoveNotAllowed
from tests.factories import communication as updates
from tests.factories import response as people


def test_one_click_says_still_working_in_three_languages_and_promises_again(incident, lead, noon):
    updates.published(incident, by=lead)

    touched = communication.touch(incident=incident, by=lead, at=noon + timedelta(minutes=50))

    assert (touched.phase, touched.state, touched.sequence) == ("still_working", "published", 2)
    assert touched.next_update_at == noon + timedelta(minutes=110)
    words = {row.language: row.text for row in touched.variants.all()}
    assert "We are sorry" in words["en"]
    assert "13:50 UTC" in words["en"]
    assert "désolés" in words["fr"]
    assert "申し訳" in words["ja"]
    assert all("{" not in text for text in words.values())


def test_a_touch_tells_nobody_unless_asked(incident, lead, noon):
    communication.touch(incident=incident, by=lead, at=noon)
    assert Broadcast.objects.count() == 0

    communication.touch(incident=incident, by=lead, at=noon + timedelta(minutes=1), notify=True)
    assert Broadcast.objects.count() == 1


def test_a_touch_tells_the_state_the_incident_is_in(incident, lead, noon):
    response.progress(incident=incident, to="identified", by=lead, at=noon)
    assert communication.touch(incident=incident, by=lead, at=noon).incident_state == "identified"


def test_nothing_is_still_being_worked_on_when_it_is_over(incident, lead, noon):
    response.resolve(incident=incident, by=lead, at=noon, summary="fixed")
    with pytest.raises(MoveNotAllowed):
        communication.touch(incident=incident, by=lead, at=noon)


def test_only_the_lead_touches(incident, noon):
    with pytest.raises(Refused):
        communication.touch(incident=incident, by=people.actor(), at=noon)
    assert Update.objects.count() == 0


def test_a_correction_is_a_new_update_beside_the_wrong_one(incident, lead, noon):
    wrong = updates.published(incident, by=lead)

    right = communication.correct(
        update=wrong, texts=[updates.text("Only France is affected.")], by=lead, at=noon + timedelta(minutes=10)
    )

    assert (right.phase, right.corrects, right.sequence) == ("correction", wrong, 2)
    assert right.next_update_at == wrong.next_update_at  # putting a word right is no new promise
    wrong.refresh_from_db()
    assert wrong.variants.get(language="en").text == updates.WORDS["en"]
    assert Broadcast.objects.count() == 2


def test_a_correction_after_the_end_reopens_nothing(incident, lead, noon):
    wrong = updates.published(incident, by=lead, phase="resolved", incident_state="resolved")
    response.close(incident=incident, reason="resolved", by=people.actor(), at=noon + timedelta(hours=1))

    right = communication.correct(update=wrong, texts=updates.texts(), by=lead, at=noon + timedelta(hours=2))

    incident.refresh_from_db()
    assert (right.incident_state, incident.state, right.next_update_at) == ("resolved", "closed", None)


def test_a_draft_is_revised_not_corrected(draft, lead, noon):
    with pytest.raises(NotPublished):
        communication.correct(update=draft, texts=updates.texts(), by=lead, at=noon)


def test_only_the_lead_corrects(incident, lead, noon):
    wrong = updates.published(incident, by=lead)
    with pytest.raises(Refused):
        communication.correct(update=wrong, texts=updates.texts(), by=people.actor(), at=noon)


def test_the_database_refuses_to_rewrite_what_was_published(incident, lead, noon):
    update = updates.published(incident, by=lead)
    rewritings = [
        lambda: Update.objects.filter(pk=update.pk).update(incident_state="resolved"),
        lambda: Update.objects.filter(pk=update.pk).update(published_at=noon + timedelta(hours=1)),
        lambda: Variant.objects.filter(update=update).update(text="It never happened."),
    ]
    for rewrite in rewritings:
        with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
            rewrite()
