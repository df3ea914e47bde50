"""Two at the same moment: one subscription, one letter, one secret."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from core.actor import visitor
from core.delivery.models import Delivery
from incidents.subscribers import actions, tokens
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Purpose

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, act):
    """Run `act` in threads released together; the errors they met."""
    barrier, errors = Barrier(count), []

    def run():
        try:
            barrier.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_the_same_address_asked_for_by_four_at_once_is_one(noon):
    errors = at_once(4, lambda: actions.subscribe(channel="email", address="ann@example.org", by=visitor(), at=noon))

    assert errors == []
    assert Subscriber.objects.count() == 1
    assert 1 <= Delivery.objects.count() <= 4


def test_a_double_click_on_confirm_makes_one_secret_and_one_test_event(noon):
    hook = actions.subscribe(
        channel="webhook", address="https://93.184.216.34/hook", contact="ops@example.org", by=visitor(), at=noon
    )
    token = tokens.make(Purpose.CONFIRM, public_id=hook.public_id, key_version=1, at=noon)

    errors = at_once(4, lambda: actions.confirm(token=token, by=visitor(), at=noon))

    hook.refresh_from_db()
    assert errors == []
    assert len(hook.secrets) == 1
    assert Delivery.objects.filter(channel="webhook").count() == 1
