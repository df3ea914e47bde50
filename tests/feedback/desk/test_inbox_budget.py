"""The inbox costs six statements, three conversations or sixty (performance: goal 6)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.desk.queues import QUEUES
from feedback.threads.models import Thread
from incidents.catalogue.models import Component, Region
from tests.factories import accounts, catalogue, feedback

pytestmark = pytest.mark.django_db
INBOX = "/admin/feedback/inbox/"
MOST = 6
ASKED = [
    *({"queue": name} for name in QUEUES),
    {"q": "playback"},
    {"q": "playback", "queue": "human", "register": "problem"},
    {"q": "playback absent"},
    {"component": "playback", "region": "france", "assignee": "sam", "origin": "form"},
    {"overdue": "true", "missed": "answer"},
    {"filters": "1"},
]


@pytest.fixture
def sam(client):
    feedback.registers()
    catalogue.component("playback")
    catalogue.region("france")
    person = accounts.user("Support agent", username="sam")
    client.force_login(person)
    return person


def grow(to: int, sam) -> None:
    """So many in each queue, each with whatever a line shows."""
    shared = {"component": Component.objects.get(), "region": Region.objects.get(), "register": "problem"}
    shared["at"] = timezone.now() - timedelta(days=3)
    for number in range(Thread.objects.count() // 4, to):
        for name in ("mine", "team", "waiting", "held"):
            thread = feedback.thread(email=f"{name}{number}@example.org", **shared)
            changes = {
                "mine": {"assignee": sam},
                "team": {"team": "Support agent"},
                "waiting": {"state": "waiting_for_customer", "alike": Thread.objects.first()},
                "held": {"state": "held", "held_for": "spam"},
            }[name]
            Thread.objects.filter(pk=thread.pk).update(**changes)


def statements(client, asked: dict[str, str]) -> int:
    client.get(INBOX, asked)  # what is remembered for a minute
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(INBOX, asked)
    assert answer.status_code == 200
    return len(queries)


def test_every_list_of_the_inbox_costs_the_same_few_statements_however_long(client, sam):
    grow(3, sam)
    few = [statements(client, asked) for asked in ASKED]
    grow(60, sam)

    many = [statements(client, asked) for asked in ASKED]

    assert many == few
    assert max(many) <= MOST, dict(zip(map(str, ASKED), many, strict=True))
