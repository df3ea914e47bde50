"""An address that works again is told what it missed: once, in order, one message for each incident."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.actor import SYSTEM
from core.audit.models import AuditEvent
from core.delivery.models import Delivery
from core.delivery.states import State as Sending
from core.web.errors import Invalid
from incidents.subscribers import actions, links, policies
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State
from incidents.subscribers.tokens import Purpose
from tests.factories import accounts, subscribers
from tests.factories import communication as updates
from tests.queue import work_off

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def start():
    return timezone.now() - timedelta(hours=5)


@pytest.fixture
def incident(start):
    return updates.incident(at=start)


@pytest.fixture
def say(incident, smtp_server):
    """Publish one more update, in words of its own, and let the worker send it."""

    def say(words, minutes, *, on=incident):
        lead = updates.lead(on) if not on.updates.exists() else say.lead[on.pk]
        say.lead[on.pk] = lead
        updates.published(on, by=lead, at=on.declared_at + minutes * MINUTE, texts=[updates.text(words)])
        work_off()

    say.lead = {}
    return say


def ann() -> Subscriber:
    return Subscriber.objects.get(address="ann@example.org")


def quarantine(subscriber, minutes=0):
    actions.quarantine(subscriber=subscriber, reason="550 5.1.1 unknown", by=SYSTEM, at=timezone.now())


def come_back(subscriber, days=7):
    actions.reactivate(subscriber=subscriber, replay_days=days, by=SYSTEM, at=timezone.now())
    work_off()


def texts(smtp_server, address="ann@example.org"):
    bodies = [each.message.get_body(("plain",)).get_content() for each in smtp_server.to(address)]
    return [" ".join(body.split()) for body in bodies]


@pytest.fixture
def away(say, start, smtp_server):
    """Ann had the first update, her mailbox refused the second, the third and fourth were not sent."""
    for name in ("ann", "bob"):
        subscribers.confirmed(f"{name}@example.org", at=start - DAY)
    say("First words.", 1)
    smtp_server.on_rcpt = lambda address: "550 5.1.1 unknown" if address.startswith("ann") else None
    say("Second words.", 2)
    say("Third words.", 3)
    smtp_server.on_rcpt = lambda address: None
    say("Fourth words.", 4)
    assert ann().state == State.QUARANTINED
    assert len(texts(smtp_server)) == 1
    return ann()


def test_what_was_missed_comes_as_one_message_in_order_and_once(away, smtp_server):
    come_back(away)

    _first, told = texts(smtp_server)
    places = [told.index(words) for words in ("Fourth words.", "Second words.", "Third words.")]
    assert places == sorted(places)
    assert "First words." not in told
    assert len(texts(smtp_server, "bob@example.org")) == 4

    quarantine(ann())
    come_back(ann())
    assert len(texts(smtp_server)) == 2


def test_nothing_is_replayed_unless_it_is_asked_for(away, smtp_server, say):
    come_back(away, days=0)
    assert len(texts(smtp_server)) == 1

    say("Fifth words.", 5)
    assert "Fourth words." not in texts(smtp_server)[1]


def test_after_a_second_absence_only_the_new_is_told(away, smtp_server, say):
    come_back(away)
    quarantine(ann())
    say("Fifth words.", 5)

    come_back(ann())

    assert "Fifth words." in texts(smtp_server)[2]
    assert "Fourth words." not in texts(smtp_server)[2]


def test_the_row_that_was_refused_keeps_its_past(away, incident, smtp_server):
    Delivery.objects.filter(broadcast__sequence__gt=2).delete()
    row = Delivery.objects.get(address="ann@example.org", sequence=2)
    type(row.broadcast).objects.filter(sequence__gt=2).delete()

    come_back(away)

    row.refresh_from_db()
    assert (row.state, row.attempts) == (Sending.SENT, 1)
    assert row.history[0]["last_reply"].startswith("550 5.1.1")
    assert row.history[0]["state"] == Sending.FAILED_PERMANENT


def test_each_incident_of_the_chosen_days_is_told_and_older_ones_are_not(away, smtp_server, say):
    old = updates.incident(at=timezone.now() - 9 * DAY, title="Old trouble")
    Subscriber.objects.update(confirmed_at=timezone.now() - 40 * DAY)
    say("Old words.", 1, on=old)
    other = updates.incident(at=timezone.now() - timedelta(hours=2), title="Other trouble")
    say("Other words.", 1, on=other)

    come_back(away, days=7)
    assert len(texts(smtp_server)) == 3
    assert not any("Old words." in each for each in texts(smtp_server))

    quarantine(ann())
    come_back(ann(), days=30)
    assert "Old words." in texts(smtp_server)[3]


def test_wishes_hold_for_what_is_replayed_too(away, incident, smtp_server):
    Subscriber.objects.filter(pk=away.pk).update(wants_incidents=False, wants_maintenance=True)

    come_back(away)

    assert len(texts(smtp_server)) == 1


def test_who_had_left_missed_nothing(away, smtp_server):
    actions.unsubscribe(subscriber=away, by=policies.holder(away), at=timezone.now())

    actions.reactivate(subscriber=ann(), replay_days=7, by=policies.holder(away), at=timezone.now())
    work_off()

    assert ann().state == State.CONFIRMED
    assert len(texts(smtp_server)) == 1


@pytest.mark.parametrize("days", [-1, 31])
def test_only_so_many_days_are_replayed(away, days):
    with pytest.raises(Invalid):
        come_back(away, days=days)

    assert ann().state == State.QUARANTINED


def test_three_refusals_in_a_row_stop_a_webhook_and_its_return_brings_the_whole_story(
    say, start, webhook_receiver, smtp_server
):
    subscribers.confirmed(webhook_receiver.url + "/hook", contact="ops@example.org", at=start - DAY)
    webhook_receiver.last = (404, {})
    for number, words in enumerate(("First words.", "Second words.", "Third words.", "Fourth words."), start=1):
        say(words, number)
    hook = Subscriber.objects.get(channel="webhook")
    assert (hook.state, hook.quarantine_reason) == (State.QUARANTINED, "HTTP 404")
    assert len(webhook_receiver.calls) == 3  # of the incident, and of its component
    assert len(smtp_server.to("ops@example.org")) == 1

    webhook_receiver.last = (200, {})
    come_back(hook)

    (body,) = [json.loads(call.body) for call in webhook_receiver.calls[3:] if b"incident_updates" in call.body]
    assert [each["body"] for each in body["incident"]["incident_updates"]] == [
        "Fourth words.",
        "Third words.",
        "Second words.",
        "First words.",
    ]
    assert len([call for call in webhook_receiver.calls if b"Fourth words" in call.body]) == 1


def test_the_subscriber_comes_back_by_the_link_and_gets_it_too(away, client, smtp_server):
    path = links.path(Purpose.MANAGE, away)
    page = client.get(path).content.decode()
    assert "550 5.1.1" in page
    assert 'name="replay"' in page
    assert ann().state == State.QUARANTINED

    answer = client.post(path, {"do": "return", "replay": "yes"}, follow=True)
    work_off()

    assert "one message for each" in answer.content.decode()
    assert ann().state == State.CONFIRMED
    assert "Fourth words." in texts(smtp_server)[1]


def test_the_api_takes_days_and_refuses_what_is_none(away, client, smtp_server):
    headers = accounts.authorization("subscribers:write", owner=accounts.user("Communications lead"))
    path = f"/api/v1/subscribers/{away.public_id}/reactivate/"

    assert client.post(path, {"replay_days": 99}, "application/json", **headers).status_code == 400
    answer = client.post(path, {"replay_days": 1}, "application/json", **headers)
    work_off()

    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert len(texts(smtp_server)) == 2


def test_staff_see_who_cannot_be_reached_and_bring_back_several_at_once(away, client, smtp_server):
    client.force_login(accounts.user("Communications lead"))
    quarantine(Subscriber.objects.get(address="bob@example.org"))
    changes = reverse("admin:incidents_subscriber_changelist")

    home = client.get("/admin/").content.decode()
    listed = client.get(changes, {"state__exact": "quarantined"}).content.decode()
    for page in (home, listed):
        assert "ann@example.org" in page
        assert "550 5.1.1" in page

    chosen = {"action": "reactivate", "_selected_action": list(Subscriber.objects.values_list("pk", flat=True))}
    asked = client.post(changes, chosen).content.decode()
    assert "Incidents of the last 7 days" in asked
    client.post(changes, {**chosen, "confirm": "yes", "replay_days": "7"})
    work_off()

    assert set(Subscriber.objects.values_list("state", flat=True)) == {State.CONFIRMED}
    assert len(texts(smtp_server)) == 2
    assert AuditEvent.objects.filter(kind="incidents.subscriber.reactivated").count() == 2
    assert "550 5.1.1" not in client.get("/admin/").content.decode()
