"""What publishing and previewing cost: a fixed number of statements, however long the story."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.response import actions as response
from tests.factories import catalogue
from tests.factories import communication as updates
from tests.factories import statuspages as pages

PUBLISH, PREVIEW = 45, 17  # one asks whether there is time to object, one wakes who tells those that wrote to us


@pytest.fixture
def statements():
    def count(call) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            call()
        return len(queries_made)

    return count


def lengthen(incident, lead, at):
    """Nine more updates, four more components."""
    for number in range(4):
        component = catalogue.component(f"part-{number}", names={"fr": f"Partie {number}"})
        response.set_impact(incident=incident, component=component, status="partial_outage", by=lead, at=at)
    for minute in range(9):
        updates.published(incident, by=lead, at=at + timedelta(minutes=minute))


def test_a_long_story_costs_as_many_statements_as_a_short_one(incident, lead, noon, statements):
    pages.statuspage()
    updates.published(incident, by=lead)

    def publish(minute):
        draft = updates.draft(incident)
        return statements(lambda: communication.publish(update=draft, by=lead, at=noon + timedelta(minutes=minute)))

    def preview():
        draft = updates.draft(incident)
        return statements(
            lambda: queries.preview(draft, audience="general", channel_kind="webhook", language="fr", at=noon)
        )

    short = publish(1), preview()
    lengthen(incident, lead, noon + timedelta(minutes=2))
    long = publish(20), preview()

    assert short == long
    assert long[0] <= PUBLISH, long
    assert long[1] <= PREVIEW, long
