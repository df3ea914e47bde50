"""The ledger over the API and in the room."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import accounts
from tests.factories import communication as updates


@pytest.fixture
def late(incident, lead, noon):
    updates.published(incident, by=lead, at=noon)
    updates.published(incident, by=lead, at=noon + timedelta(minutes=70))
    return incident


def test_the_api_lists_every_promise_with_its_standing(late, noon):
    headers = accounts.authorization("incidents:read")
    with time_machine.travel(noon + timedelta(minutes=80), tick=False):
        answer = Client().get(f"/api/v1/promises/{late.reference}/", **headers)
    body = answer.json()
    assert (body["kept"], body["missed"], body["due"], body["silence"]) == (1, 1, 2, 70 * 60)
    assert [(each["made_by"], each["standing"], each["late"]) for each in body["promises"]] == [
        (0, "kept", 0),
        (1, "missed", 600),
        (2, "open", 0),
    ]


def test_the_room_shows_the_score(late, noon):
    client = Client()
    client.force_login(accounts.user("Observer"))
    with time_machine.travel(noon + timedelta(minutes=80), tick=False):
        page = client.get(f"/admin/incidents/incident/{late.pk}/room/").content.decode()
    assert "1 of 2 kept" in page
    assert "Missed" in page
