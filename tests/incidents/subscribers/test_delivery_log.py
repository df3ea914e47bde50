"""Whoever owns an endpoint sees what was sent to it and what it answered, and has failures sent again."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from standardwebhooks import Webhook

from core.actor import SYSTEM
from core.delivery import actions as delivery
from core.delivery import tasks
from core.delivery.actions import Words
from core.delivery.models import Delivery
from core.delivery.states import State
from incidents.subscribers import actions, audience, log, policies
from incidents.subscribers.errors import NotSentAgain
from incidents.subscribers.links import path
from incidents.subscribers.scope import Scope
from incidents.subscribers.tokens import Purpose
from tests.factories import accounts, subscribers


@pytest.fixture
def hook(webhook_receiver):
    return subscribers.confirmed(webhook_receiver.url, contact="ops@example.org")


@pytest.fixture
def send(noon):
    """Owe an update of an incident to whoever hears, and call the endpoints."""

    def send(sequence=1):
        broadcast = delivery.owe(
            key=f"incidents.update:{sequence}", label="INC-2026-0001: what staff call it", sequence=sequence,
            contents=[Words("general", "webhook", "en", payload={"meta": {}})], audience=audience.NAME,
            audience_args=Scope("INC-2026-0001", "unplanned").to_args(), group="INC-2026-0001", by=SYSTEM, at=noon,
        )  # fmt: skip
        tasks.fan_out(broadcast.pk)
        tasks.drain("webhook")

    return send


def test_the_manage_page_tells_time_event_answer_and_next_attempt(client, hook, send, webhook_receiver):
    webhook_receiver.last = (500, {})
    send()

    page = client.get(path(Purpose.MANAGE, hook)).content.decode()

    assert "INC-2026-0001 #1" in page
    assert "HTTP 500" in page
    assert "Waiting to try again" in page
    assert "what staff call it" not in page
    assert "whsec_" not in page


def test_a_failed_message_is_sent_again_by_its_owner(client, hook, send, webhook_receiver):
    webhook_receiver.last = (404, {})
    send()
    row = Delivery.objects.get()
    assert row.state == State.FAILED_PERMANENT
    webhook_receiver.last = (200, {})

    answer = client.post(path(Purpose.MANAGE, hook), {"do": "again", "delivery": row.pk}, follow=True)
    tasks.drain("webhook")

    assert "on its way to your webhook again" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.history[0]["last_reply"]) == (State.SENT, "HTTP 404")
    assert row.history[0]["redriven_by"] == f"subscriber:{hook.public_id}"


@pytest.mark.parametrize("chosen", ["", "x", "-1", "²", "9" * 30])
def test_what_is_no_message_is_a_400_and_changes_nothing(client, hook, chosen):
    assert client.post(path(Purpose.MANAGE, hook), {"do": "again", "delivery": chosen}).status_code == 400


def test_nobody_sends_another_ones_message_again(client, hook, send, webhook_receiver, noon):
    webhook_receiver.last = (404, {})
    send()
    other = subscribers.confirmed(f"{webhook_receiver.url}/other")

    answer = client.post(path(Purpose.MANAGE, other), {"do": "again", "delivery": Delivery.objects.get().pk})

    assert answer.status_code == 409
    assert Delivery.objects.get().state == State.FAILED_PERMANENT


def test_what_has_arrived_is_not_sent_again(hook, send, noon):
    send()

    with pytest.raises(NotSentAgain):
        actions.send_again(subscriber=hook, delivery_id=Delivery.objects.get().pk, by=policies.holder(hook), at=noon)


def test_what_a_later_message_has_overtaken_is_not_sent_again(hook, send, webhook_receiver, noon):
    webhook_receiver.answers = [(404, {})]
    send(1)
    send(2)

    with pytest.raises(NotSentAgain):
        actions.send_again(subscriber=hook, delivery_id=Delivery.objects.get(sequence=1).pk,
                           by=policies.holder(hook), at=noon)  # fmt: skip


def test_letters_to_the_owners_mailbox_are_no_part_of_it(hook, noon):
    actions.quarantine(subscriber=hook, reason="broken", by=SYSTEM, at=noon)

    assert Delivery.objects.get().channel == "email"
    assert log.lines(hook) == []


def test_the_page_costs_the_same_statements_for_one_and_for_fifty(client, hook, send):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path(Purpose.MANAGE, hook)).status_code == 200
        return len(asked)

    send(1)
    few = statements()
    for number in range(2, 60):
        send(number)

    assert statements() == few <= 11
    page = client.get(path(Purpose.MANAGE, hook)).content.decode()
    assert len(re.findall("INC-2026-0001 #", page)) == log.SHOWN


def test_the_api_pages_through_all_of_it(client, hook, send):
    for number in range(1, 6):
        send(number)
    header = accounts.authorization("subscribers:write", owner=accounts.user("Communications lead"))
    address = f"/api/v1/subscribers/{hook.public_id}/deliveries/?page_size=2"
    client.get(address, **header)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(address, **header).json()
        statements = len(asked)
    events = [line["event"] for line in page["results"]]
    while page["next"]:
        page = client.get(page["next"], **header).json()
        events += [line["event"] for line in page["results"]]

    assert events == [f"INC-2026-0001 #{number}" for number in (5, 4, 3, 2, 1)]
    assert statements == 3  # token, subscriber, messages


def test_the_api_tells_nobody_without_the_right(client, hook):
    address = f"/api/v1/subscribers/{hook.public_id}/deliveries/"

    assert client.get(address).status_code == 401
    assert client.get(address, **accounts.authorization("incidents:read")).status_code == 403
    agent = accounts.authorization("subscribers:write", owner=accounts.user("Support agent"))
    assert client.get(address, **agent).status_code == 403


def test_staff_finds_the_messages_of_a_subscriber(client, hook, send):
    send()
    client.force_login(accounts.user("Communications lead"))

    record = client.get(reverse("admin:incidents_subscriber_change", args=[hook.pk])).content.decode()
    link = re.search(r'href="(/admin/core/delivery/\?[^"]+)"', record)[1].replace("&amp;", "&")
    listed = client.get(link)

    assert listed.status_code == 200
    assert [row.recipient for row in listed.context["cl"].result_list] == [f"subscriber:{hook.pk}"]


def test_w10_staff_and_owner_and_program_rotate_and_old_and_new_verify(client, hook, send, webhook_receiver):
    """W10: both signatures for two days, whoever asked for the new secret; the new one is shown once."""
    lead = accounts.user("Communications lead")
    old = hook.secrets[0]["secret"]

    by_owner = client.post(path(Purpose.MANAGE, hook), {"do": "rotate"}).content.decode()
    assert_both(hook, send, webhook_receiver, old, new := shown_in(by_owner), sequence=1)

    client.force_login(lead)
    button = reverse("admin:incidents_subscriber_do", args=[hook.pk, "rotate"])
    asked = client.get(button).content.decode()
    by_staff = client.post(button, {"confirm": "yes"})
    assert "whsec_" not in asked
    assert "no-store" in by_staff["Cache-Control"]
    assert_both(hook, send, webhook_receiver, new, newer := shown_in(by_staff.content.decode()), sequence=2)
    assert newer not in client.get(reverse("admin:incidents_subscriber_change", args=[hook.pk])).content.decode()

    header = accounts.authorization("subscribers:write", owner=lead)
    by_program = client.post(f"/api/v1/subscribers/{hook.public_id}/rotate-secret/", **header)
    assert_both(hook, send, webhook_receiver, newer, by_program.json()["secret"], sequence=3)


def shown_in(page):
    (secret,) = set(re.findall(r"whsec_[\w+/=]+", page))
    return secret


def assert_both(hook, send, receiver, old, new, *, sequence):
    receiver.calls = []
    send(sequence)
    (call,) = receiver.calls
    assert old != new
    for secret in (old, new):
        assert Webhook(secret).verify(call.body, call.headers) == {"meta": {}}


def test_rotating_by_staff_needs_the_right(client, hook):
    client.force_login(accounts.user("Head of customer service"))

    button = reverse("admin:incidents_subscriber_do", args=[hook.pk, "rotate"])

    assert client.post(button, {"confirm": "yes"}).status_code == 403
    hook.refresh_from_db()
    assert len(hook.secrets) == 1
