"""Each notice of planned maintenance reaches a real webhook with the state and the window it tells."""

from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from core.delivery import tasks as delivery
from core.delivery.models import Broadcast
from incidents.response import actions as response
from tests.factories import communication as words
from tests.factories import subscribers
from tests.incidents.maintenance.conftest import DAY, HOUR, planned
from tests.incidents.maintenance.test_notices import pass_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(webhook_receiver, noon):
    subscribers.audiences()
    return subscribers.confirmed(webhook_receiver.url, at=noon - HOUR, kinds=["maintenance"])


@pytest.fixture
def arrived(hook, webhook_receiver):
    """The maintenance as each message since the last look tells it."""

    def arrived():
        for broadcast in Broadcast.objects.filter(fanned_out_at=None).order_by("pk"):
            delivery.fan_out(broadcast.pk)
        delivery.drain("webhook")
        calls, webhook_receiver.calls = webhook_receiver.calls, []
        secret = hook.secrets[0]["secret"]
        return [Webhook(secret).verify(call.body, call.headers)["incident"] for call in calls]

    return arrived


@pytest.fixture
def window(hook, noon):
    incident = planned(noon)
    words.published(incident, at=noon, phase="maintenance")
    incident.refresh_from_db()
    return incident


def shape(body):
    """(status, from, until, impact) and what the newest update says its status is."""
    newest = body["incident_updates"][0]["status"]
    return (body["status"], body["scheduled_for"], body["scheduled_until"], body["impact"], newest)


def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_announced_reminded_begun_and_over(window, arrived, noon):
    told = arrived()
    for days in (2, 3):
        pass_time(window, noon + days * DAY)
        told += arrived()
    pass_time(window, noon + 3 * DAY + 2 * HOUR)
    told += arrived()

    begins, ends = text(noon + 3 * DAY), text(noon + 3 * DAY + 2 * HOUR)
    assert [shape(body) for body in told] == [
        (state, begins, ends, "maintenance", state) for state in ("scheduled", "scheduled", "in_progress", "completed")
    ]
    assert [body["components"][0]["status"] for body in told] == [
        *("operational", "operational", "under_maintenance", "operational")
    ]
    assert [len(body["incident_updates"]) for body in told] == [1, 2, 3, 4]
    assert told[-1]["resolved_at"]


def test_moved_tells_the_new_window(window, arrived, noon):
    arrived()
    response.reschedule(
        incident=window, scheduled_for=noon + 6 * DAY, scheduled_until=noon + 6 * DAY + HOUR,
        reason="No disks.", by=words.people.actor(), at=noon + HOUR,
    )  # fmt: skip
    pass_time(window, noon + 2 * HOUR)

    (body,) = arrived()

    window_told = (text(noon + 6 * DAY), text(noon + 6 * DAY + HOUR))
    assert shape(body) == ("scheduled", *window_told, "maintenance", "scheduled")


def test_called_off_tells_the_end_of_it(window, arrived, noon):
    arrived()
    response.cancel_maintenance(incident=window, reason="Not needed.", by=words.people.actor(), at=noon + HOUR)
    pass_time(window, noon + 2 * HOUR)

    (body,) = arrived()

    assert shape(body)[0] == shape(body)[-1] == "completed"
    assert body["scheduled_for"] == text(noon + 3 * DAY)
    assert "will not take place" in body["incident_updates"][0]["body"]
    assert body["components"] == []  # none was ever touched


def test_planned_maintenance_leaves_the_page_as_it_is_until_it_begins(window, webhook_receiver, arrived, noon):
    broadcast = Broadcast.objects.get()

    page = broadcast.contents.filter(channel_kind="webhook").first().payload["page"]

    assert page["status_indicator"] == "none"
    assert arrived()[0]["created_at"] == text(noon)
    assert timedelta(days=3) == window.scheduled_for - noon
