"""Announced maintenance: Rita planned it, Lena told the readers."""

from datetime import timedelta

import pytest

from incidents.response import actions as response
from incidents.response.models import Incident
from tests.factories import catalogue
from tests.factories import communication as words
from tests.factories import response as people

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def planned(noon, **fields) -> Incident:
    """Playback in France is worked on in three days, from noon to two."""
    component = catalogue.component(
        f"playback-{Incident.objects.count()}", name="Playback", names={"fr": "Lecture", "ja": "再生"}
    )
    fields = {
        "kind": "maintenance",
        "severity": None,
        "title": "New disks",
        "scheduled_for": noon + 3 * DAY,
        "scheduled_until": noon + 3 * DAY + 2 * HOUR,
        "impacts": [response.ImpactInput(component, "under_maintenance", catalogue.region("france"))],
    } | fields
    return words.incident(at=noon, **fields)


@pytest.fixture
def rita():
    return people.actor()


@pytest.fixture
def window(db, noon) -> Incident:
    incident = planned(noon)
    words.published(incident, at=noon, phase="maintenance")
    incident.refresh_from_db()
    return incident
