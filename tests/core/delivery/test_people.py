"""What people may do to what is owed, and what they are told (D08, D09, D16, V12)."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_q.models import Failure, OrmQ, Schedule, Success

from core.accounts.models import User
from core.accounts.queries import actor_for_user
from core.delivery import actions, alarms, dialect, queries, tasks
from core.delivery.models import Beat, Broadcast, ChannelHealth, Delivery
from core.delivery.states import Breaker, State
from tests.factories import accounts
from tests.factories import delivery as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return accounts.user("Communications lead")


@pytest.fixture
def agent() -> User:
    return accounts.user("Support agent")


@pytest.fixture
def dead(noon) -> list[Delivery]:
    """Three that were given up."""
    make.readers(3)
    tasks.fan_out(make.owed(noon).pk)
    Delivery.objects.update(state=State.DEAD, attempts=10, last_reply="450 4.2.1 Busy", settled_at=noon)
    return list(Delivery.objects.all())


def test_d08_the_lead_sends_again_what_was_given_up_and_its_past_is_kept(smtp_server, dead, lead, noon):
    outcome = actions.redrive(deliveries=dead, by=actor_for_user(lead), at=noon)
    tasks.drain("email")

    assert len(outcome.sent_again) == 3
    assert len(smtp_server.received) == 3
    for each in Delivery.objects.all():
        assert (each.state, each.attempts) == (State.SENT, 1)
        assert each.history[0]["last_reply"] == "450 4.2.1 Busy"
        assert each.history[0]["redriven_by"] == str(lead)


def test_d08_a_support_agent_may_not(dead, agent, noon):
    with pytest.raises(PermissionDenied):
        actions.redrive(deliveries=dead, by=actor_for_user(agent), at=noon)

    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DEAD}


def test_nothing_overtaken_is_sent_again(smtp_server, lead, noon):
    make.readers(1)
    for number in (1, 2):
        tasks.fan_out(make.owed(noon, make.words(), group="INC-1", sequence=number).pk)
    Delivery.objects.filter(sequence=1).update(state=State.DEAD, settled_at=noon)
    tasks.drain("email")

    outcome = actions.redrive(deliveries=list(Delivery.objects.filter(sequence=1)), by=actor_for_user(lead), at=noon)

    assert len(outcome.overtaken) == 1
    assert Delivery.objects.get(sequence=1).state == State.DEAD


def test_d09_who_unsubscribed_after_it_was_owed_gets_nothing(smtp_server, noon):
    gone, *_ = make.readers(3)
    tasks.fan_out(make.owed(noon).pk)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    tasks.drain("email")

    assert len(smtp_server.received) == 2
    left = Delivery.objects.get(address=gone.email)
    assert (left.state, left.attempts) == (State.SUPPRESSED, 0)


def test_what_is_cancelled_does_not_leave(smtp_server, lead, noon):
    make.readers(3)
    broadcast = make.owed(noon)
    tasks.fan_out(broadcast.pk)

    stopped = actions.cancel(broadcast=broadcast, by=actor_for_user(lead), at=noon)
    tasks.drain("email")

    assert stopped == 3
    assert smtp_server.received == []
    assert actions.cancel(broadcast=broadcast, by=actor_for_user(lead), at=noon) == 0


def test_a_support_agent_may_not_cancel(agent, noon):
    with pytest.raises(PermissionDenied):
        actions.cancel(broadcast=make.owed(noon), by=actor_for_user(agent), at=noon)


def test_d16_silence_after_publishing_is_told_once_over_another_channel(webhook_receiver, settings, noon):
    settings.ALARM_CONTACTS = ["mailto:ops@example.com", f"{webhook_receiver.url}/alarm"]
    make.readers(2)
    tasks.fan_out(make.owed(noon).pk)
    Delivery.objects.update(due_at=noon)
    later = noon + timedelta(minutes=16)

    assert not queries.health(later).ok
    assert alarms.check(at=later) == 2  # nobody received it; it has been waiting too long
    assert alarms.check(at=later + timedelta(minutes=1)) == 0
    tasks.drain("webhook")

    silent = [call for call in webhook_receiver.calls if b"received by nobody" in call.body]
    assert len(silent) == 1
    assert Broadcast.objects.get(key__startswith="test:").alarmed_at == later


def test_nothing_is_wrong_when_somebody_received_it(smtp_server, noon, tell):
    make.readers(2)
    tell()

    assert queries.health(noon + timedelta(hours=1)).silent == ()


def test_a_stopped_channel_is_told_over_the_other(settings, noon):
    settings.ALARM_CONTACTS = ["mailto:ops@example.com", "https://chat.example.com/hook"]
    ChannelHealth.objects.create(channel="email", breaker=Breaker.OPEN, opened_at=noon, reason="535 bad password")

    alarms.check(at=noon)

    assert Delivery.objects.get().channel == "webhook"


def test_an_old_sweep_is_a_problem(noon):
    Beat.objects.create(name="schedule:sweep", at=noon - timedelta(minutes=10))

    assert not queries.health(noon).ok


def test_the_sweep_finds_what_no_wake_up_came_for(smtp_server, noon):
    make.readers(3)
    make.owed(noon)
    OrmQ.objects.all().delete()  # the wake-up is lost

    tasks.sweep()

    assert OrmQ.objects.count() == 1
    assert Beat.objects.filter(name="schedule:sweep").exists()


def test_a_fan_out_that_fails_rests_before_it_is_tried_again(noon):
    broadcast = make.owed(noon, audience="tests.no_such_audience")

    with pytest.raises(ModuleNotFoundError):
        tasks.fan_out(broadcast.pk)
    OrmQ.objects.all().delete()
    tasks.pulse()
    assert not OrmQ.objects.exists()

    Beat.objects.update(at=noon)
    tasks.pulse()
    assert OrmQ.objects.count() == 1


def test_a_group_tells_how_its_messages_fared(smtp_server, noon):
    bad, *_ = make.readers(3)
    smtp_server.on_rcpt = lambda address: "550 5.1.1 No such user" if address == bad.email else None
    make.readers(1, language="ja")
    tasks.fan_out(make.owed(noon, make.words(), group="INC-1", sequence=1).pk)
    tasks.drain("email")

    standing = queries.of_group("INC-1")

    assert {(each.channel, each.state, each.number) for each in standing.counts} == {
        ("email", State.SENT, 3),
        ("email", State.FAILED_PERMANENT, 1),
    }
    assert [each.address for each in standing.failures] == [bad.email]
    assert standing.unplaced == 0


def test_recipients_without_words_are_counted_and_not_given_anothers(noon):
    make.readers(2)
    broadcast = make.owed(noon, make.words(audience="staff"))

    tasks.fan_out(broadcast.pk)

    broadcast.refresh_from_db()
    assert broadcast.unplaced == 2
    assert not Delivery.objects.exists()


def test_a_missing_language_falls_back_to_english(smtp_server, noon, tell):
    make.readers(1, language="ja")

    tell(make.words("fr", subject="Panne"), make.words("en", subject="Outage"))

    assert smtp_server.received[0].message["Subject"] == "Outage"


@pytest.mark.parametrize("model", [Schedule, Success, Failure, OrmQ])
def test_v12_the_queues_own_pages_are_not_there(model):
    assert not admin.site.is_registered(model)


def test_the_lead_sends_again_from_the_list_after_a_confirmation(client, dead, lead):
    client.force_login(lead)
    address = reverse("admin:core_delivery_changelist")
    choice = {"action": "redrive", "_selected_action": [each.pk for each in dead]}

    asked = client.post(address, choice)
    assert "3 messages will be sent again" in asked.content.decode()
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DEAD}

    client.post(address, {**choice, "confirm": "yes"})
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PENDING}


def test_every_page_of_delivery_opens(client, dead):
    client.force_login(accounts.user("Administrator", is_superuser=True))
    ChannelHealth.objects.create(channel="email")
    for model in ("delivery", "broadcast", "channelhealth"):
        assert client.get(reverse(f"admin:core_{model}_changelist")).status_code == 200
    assert client.get(reverse("admin:core_delivery_change", args=[dead[0].pk])).status_code == 200
    assert client.get(reverse("admin:core_broadcast_change", args=[dead[0].broadcast_id])).status_code == 200


def test_the_api_tells_and_sends_again(client, dead, lead):
    reading = accounts.authorization("incidents:read", owner=lead)
    writing = accounts.authorization("updates:publish", owner=lead)

    listed = client.get("/api/v1/deliveries/?state=dead", **reading).json()
    assert len(listed["results"]) == 3
    assert client.get("/api/v1/broadcasts/", **reading).status_code == 200
    one = f"/api/v1/deliveries/{dead[0].pk}/"
    assert client.get(one, **reading).json()["last_reply"] == "450 4.2.1 Busy"

    assert client.post(one + "redrive/", **reading).status_code == 403
    assert client.post(one + "redrive/", **writing).json()["state"] == State.PENDING
    assert client.post(one + "redrive/", **writing).status_code == 409


def test_the_api_refuses_an_agent(client, dead, agent):
    writing = accounts.authorization("updates:publish", owner=agent)

    assert client.post(f"/api/v1/deliveries/{dead[0].pk}/redrive/", **writing).status_code == 403


def test_metrics_tell_what_waits(client, noon):
    make.readers(4)
    tasks.fan_out(make.owed(noon).pk)
    ChannelHealth.objects.create(
        channel="email", breaker=Breaker.OPEN, retry_at=dialect.database_now() - timedelta(seconds=1)
    )

    told = client.get("/metrics").content.decode()

    assert "candor_delivery_waiting 4.0" in told
    assert 'candor_delivery_breaker_open{channel="email"} 1.0' in told
