"""Reminders in the rooms of staff; the chat is a real server on loopback."""

import json
from datetime import datetime, timedelta

import pytest

from core.actor import SYSTEM
from core.delivery import tasks as delivery
from core.delivery.models import Broadcast, Delivery
from core.delivery.states import State
from incidents.communication import actions as communication
from incidents.outlets import actions as outlets
from incidents.promises import actions
from incidents.response.models import Incident
from incidents.response.states import Kind
from tests.factories import catalogue
from tests.factories import communication as updates
from tests.factories import outlets as make

pytestmark = pytest.mark.django_db


def remind(incident: Incident, at: datetime):
    return actions.remind(incident=incident, by=SYSTEM, at=at)


def work() -> None:
    for broadcast in Broadcast.objects.order_by("pk"):
        delivery.fan_out(broadcast.pk)
    delivery.drain("chat")


def said(receiver) -> list[str]:
    return [json.loads(call.body)["text"] for call in receiver.calls]


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.fixture
def room(webhook_receiver):
    return make.chat(webhook_receiver, name="War room", reader="staff", language="fr")


def test_each_step_is_said_once_in_the_room_s_language(incident, lead, room, webhook_receiver, noon):
    updates.published(incident, by=lead, at=noon)

    told = [remind(incident, noon + minutes(count)) for count in (55, 55, 60, 60)]
    work()
    work()

    first, second = said(webhook_receiver)
    assert [row.told if row else None for row in told] == [["Lena Lead", "War room"], None] * 2
    assert "les lecteurs attendent un message" in first
    assert "War room" in first
    assert first.startswith(f"*{incident.reference}: ")
    assert incident.title in first
    assert f"/admin/incidents/incident/{incident.pk}/room/" in second


def test_a_room_is_told_where_nobody_can_be(incident, room, webhook_receiver, noon):
    assert remind(incident, noon + minutes(15)).told == ["War room"]
    work()
    assert len(said(webhook_receiver)) == 1


def test_what_waits_is_called_off_once_something_is_said(incident, lead, room, webhook_receiver, noon):
    updates.published(incident, by=lead, at=noon)
    remind(incident, noon + minutes(61))
    communication.touch(incident=incident, by=lead, at=noon + minutes(62))

    work()

    assert said(webhook_receiver) == []
    assert list(Delivery.objects.filter(channel="chat").values_list("state", flat=True)) == [State.SUPPRESSED]


def test_readers_rooms_hear_no_reminder_and_staff_s_no_update(incident, lead, room, webhook_receiver, noon):
    everybody = make.chat(webhook_receiver, name="Status channel")

    updates.published(incident, by=lead, at=noon)
    remind(incident, noon + minutes(61))
    work()

    to = {row.recipient: row.broadcast.key for row in Delivery.objects.filter(channel="chat")}
    assert set(to) == {room.recipient, everybody.recipient}
    assert to[room.recipient].startswith("incidents.reminder:")
    assert to[everybody.recipient].startswith("incidents.update:")


def test_a_room_of_staff_asks_nothing_of_an_update_s_words(incident, lead, room):
    """With no account for readers nothing is owed to accounts at all."""
    updates.published(incident, by=lead)
    assert not Broadcast.objects.filter(key__endswith=":outlets").exists()


def test_no_supplier_is_named_in_a_room(incident, lead, room, webhook_receiver, noon):
    catalogue.third_party("Nimbus CDN")
    Incident.objects.filter(pk=incident.pk).update(title="Nimbus CDN is down")

    remind(incident, noon + minutes(15))
    work()

    (text,) = said(webhook_receiver)
    assert "Nimbus" not in text


def test_a_room_hears_only_of_its_components(incident, lead, webhook_receiver, noon):
    make.chat(webhook_receiver, name="Payments", reader="staff", components=[catalogue.component("Payments").pk])
    incident.impacts.all().delete()
    incident.impacts.create(
        component=catalogue.component("Playback"), status="major_outage", started_at=noon, started_by="Rita"
    )

    assert remind(incident, noon + minutes(15)).told == ["Lena Lead"]


def test_a_silenced_room_and_an_exercise_say_nothing(incident, lead, room, webhook_receiver, noon):
    outlets.pause(outlet=room, reason="too loud", by=make.administrator(), at=noon)
    assert remind(incident, noon + minutes(15)).told == ["Lena Lead"]
    drill = updates.incident(kind=Kind.DRILL, at=noon)
    outlets.resume(outlet=room, by=make.administrator(), at=noon)
    assert remind(drill, noon + minutes(15)) is None
    work()
    assert said(webhook_receiver) == []
