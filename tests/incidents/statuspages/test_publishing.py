"""Published means: readers have it, whether or not anything else works (P06's page half, V02)."""

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.communication import actions as communication
from incidents.response import actions as response
from incidents.statuspages.front import Front
from tests.factories import communication as updates
from tests.factories import response as people
from tests.factories import statuspages as told
from tests.incidents.statuspages.test_front import Reader, django

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(snapshots):
    told.statuspage()
    return Reader(Front(django, snapshots))


@pytest.fixture
def incident():
    return updates.incident(at=timezone.now() - timedelta(minutes=5))


@pytest.mark.timed
def test_page_and_json_show_an_update_as_soon_as_publishing_answers(reader, incident, settings):
    settings.EMAIL_PORT = 1  # nobody listens: the mail server is down
    draft, lead = updates.draft(incident, at=timezone.now()), updates.lead(incident)

    start = time.monotonic()
    communication.publish(update=draft, by=lead, at=timezone.now())
    took = time.monotonic() - start

    assert took < 1
    for language, words in updates.WORDS.items():
        assert words in reader.get(f"/{language}/").text
        assert words in reader.get(f"/{language}/incidents/{incident.reference}/").text
    unresolved = json.loads(reader.get("/api/v2/incidents/unresolved.json").text)["incidents"]
    assert unresolved[0]["incident_updates"][0]["body"] == updates.WORDS["en"]


def test_a_draft_and_an_undeclared_word_reach_nobody(reader, incident):
    updates.draft(incident, at=timezone.now())
    response.note(incident=incident, text="Between us: the intern did it.", by=people.actor(), at=timezone.now())

    for path in ("/", "/history/", "/history.atom", "/api/v2/incidents.json", "/api/v2/summary.json"):
        text = reader.get(path).text
        assert incident.reference not in text
        assert incident.title not in text
        assert "intern" not in text


def test_recovery_in_one_region_shows_there_alone(reader, incident):
    impact = incident.impacts.select_related("component", "region").get()
    updates.published(incident, at=timezone.now())

    response.recover(
        incident=incident, component=impact.component, region=impact.region, by=people.actor(), at=timezone.now()
    )

    reader.front.next_look = 0
    assert "working again" in reader.get("/en/").text
    assert json.loads(reader.get("/api/v2/components.json").text)["components"][0]["status"] == "operational"
