"""Two people press at the same moment (P01): a barrier lets both go at once, on a real database."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from core.audit.models import AuditEvent
from core.delivery.models import Broadcast
from incidents.communication import actions as communication
from incidents.communication.errors import AlreadyPublished, StaleVersion
from incidents.communication.models import Update
from tests.factories import communication as updates

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run `calls` in threads released by one barrier; what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            outcomes.append(call())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_p01_one_of_two_publications_wins_and_the_other_is_shown_it(noon):
    incident = updates.incident()
    lead = updates.lead(incident)
    draft = updates.draft(incident)

    outcomes = at_once(*[lambda: communication.publish(update=draft, by=lead, at=noon)] * 2)

    published = [each for each in outcomes if isinstance(each, Update)]
    conflicts = [each for each in outcomes if isinstance(each, AlreadyPublished)]
    assert (len(published), len(conflicts)) == (1, 1), outcomes
    assert conflicts[0].update.pk == draft.pk
    assert Update.objects.published().count() == 1
    assert Broadcast.objects.count() == 1
    assert AuditEvent.objects.filter(kind="incidents.update.published").count() == 1


def test_two_drafts_published_at_once_take_two_numbers(noon):
    incident = updates.incident()
    lead = updates.lead(incident)
    drafts = [updates.draft(incident) for _ in range(4)]

    outcomes = at_once(*[lambda draft=draft: communication.publish(update=draft, by=lead, at=noon) for draft in drafts])

    assert sorted(each.sequence for each in outcomes) == [1, 2, 3, 4]
    incident.refresh_from_db()
    assert incident.last_sequence == 4


def test_a_draft_is_published_as_it_was_or_as_it_became_never_half(noon):
    incident = updates.incident()
    lead = updates.lead(incident)
    draft = updates.draft(incident)
    later = noon + timedelta(minutes=1)

    outcomes = at_once(
        lambda: communication.publish(update=draft, version=1, by=lead, at=noon),
        lambda: communication.revise(update=draft, version=1, texts=[updates.text("Else.")], by=lead, at=later),
    )

    lost = [each for each in outcomes if isinstance(each, AlreadyPublished | StaleVersion)]
    assert len(lost) == 1, outcomes
    draft.refresh_from_db()
    texts = list(draft.variants.values_list("text", flat=True))
    assert texts == ["Else."] if draft.state == "draft" else len(texts) == 3
