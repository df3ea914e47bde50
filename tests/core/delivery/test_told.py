"""From "owed" to "received", through the real tasks and real servers."""

import pytest
from standardwebhooks import Webhook

from core.delivery import tasks
from core.delivery.models import Delivery
from core.delivery.states import State
from tests.factories import delivery as make

pytestmark = pytest.mark.django_db


def test_what_is_owed_to_all_is_received_by_each_once(smtp_server, noon):
    make.readers(25)
    broadcast = make.owed(noon)

    tasks.fan_out(broadcast.pk)
    tasks.drain("email")

    assert len(smtp_server.received) == 25
    assert len({each.to for each in smtp_server.received}) == 25
    assert len(set(smtp_server.message_ids())) == 25
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_webhook_is_received_with_a_signature_its_owner_can_verify(webhook_receiver, noon):
    make.readers(2, channel="webhook", address=webhook_receiver.url + "/{n}")
    broadcast = make.owed(noon, make.hook({"incident": {"name": "障害"}}))

    tasks.fan_out(broadcast.pk)
    tasks.drain("webhook")

    assert len(webhook_receiver.calls) == 2
    for call in webhook_receiver.calls:
        assert Webhook(make.SECRET).verify(call.body, call.headers) == {"incident": {"name": "障害"}}
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_owing_the_same_key_twice_owes_once(noon):
    first = make.owed(noon, key="incidents.update:1")
    again = make.owed(noon, key="incidents.update:1")

    assert first.pk == again.pk
    assert first.contents.count() == 1


def test_a_cancelled_broadcast_writes_no_more_rows(noon):
    make.readers(3)
    broadcast = make.owed(noon)
    type(broadcast).objects.update(cancelled_at=noon)

    tasks.fan_out(broadcast.pk)

    assert not Delivery.objects.exists()
