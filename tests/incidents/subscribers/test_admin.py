"""Staff reads subscribers, and changes them by buttons that ask first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State
from tests.factories import accounts, subscribers

LIST = "admin:incidents_subscriber_changelist"


@pytest.fixture
def lead(client):
    client.force_login(accounts.user("Communications lead", username="lea", is_staff=True))
    return client


def do(subscriber, name):
    return reverse("admin:incidents_subscriber_do", args=[subscriber.pk, name])


def test_a_button_asks_first_and_then_does_it(lead):
    ann = subscribers.confirmed("ann@example.org")

    asked = lead.get(do(ann, "unsubscribe"))
    ann.refresh_from_db()
    assert ann.state == State.CONFIRMED
    assert b"nothing more" in asked.content

    lead.post(do(ann, "unsubscribe"), {"confirm": "yes"})
    ann.refresh_from_db()
    assert ann.state == State.UNSUBSCRIBED


def test_stopping_wants_a_reason(lead):
    ann = subscribers.confirmed("ann@example.org")

    assert lead.post(do(ann, "quarantine"), {"confirm": "yes", "reason": ""}).status_code == 200
    ann.refresh_from_db()
    assert ann.state == State.CONFIRMED

    lead.post(do(ann, "quarantine"), {"confirm": "yes", "reason": "Bounces by hand"})
    ann.refresh_from_db()
    assert (ann.state, ann.quarantine_reason) == (State.QUARANTINED, "Bounces by hand")


def test_the_record_is_read_only_and_shows_no_secret(lead):
    hook = subscribers.confirmed("https://93.184.216.34/hook")

    page = lead.get(reverse("admin:incidents_subscriber_change", args=[hook.pk])).content.decode()

    assert "whsec_" not in page
    assert 'name="address"' not in page


def test_who_may_not_see_addresses_is_refused(client):
    client.force_login(accounts.user("Support agent", username="sam", is_staff=True))
    ann = subscribers.confirmed("ann@example.org")

    answers = [client.get(reverse(LIST)), client.post(do(ann, "unsubscribe"), {"confirm": "yes"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    ann.refresh_from_db()
    assert ann.state == State.CONFIRMED


def test_who_may_only_look_is_refused_by_the_action(client):
    client.force_login(accounts.user("Head of customer service", username="hal", is_staff=True))
    ann = subscribers.confirmed("ann@example.org")

    assert client.get(reverse(LIST)).status_code == 200
    assert client.post(do(ann, "unsubscribe"), {"confirm": "yes"}).status_code == 403
    ann.refresh_from_db()
    assert ann.state == State.CONFIRMED


@pytest.mark.parametrize("count", [10, 1_000])
def test_the_list_costs_the_same_statements_however_long(lead, count):
    subscribers.crowd(count)

    with CaptureQueriesContext(connection) as statements:
        assert lead.get(reverse(LIST)).status_code == 200

    assert len(statements) <= 10
    assert Subscriber.objects.count() == count
