"""From the form to the mailbox and back, over a real mail server and a real webhook receiver."""

import re
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from core.actor import SYSTEM
from core.delivery import actions as delivery
from core.delivery import tasks
from core.delivery.actions import Words
from core.delivery.models import Delivery
from incidents.subscribers import actions, audience, limits, policies
from incidents.subscribers import tasks as ours
from incidents.subscribers.models import Subscriber
from incidents.subscribers.scope import Scope
from incidents.subscribers.states import State
from tests.factories import subscribers

FORM = {
    "channel": "email",
    "language": "fr",
    "audience": "general",
    "kinds": ["incident", "maintenance"],
    "which_components": "all",
    "which_regions": "all",
}


@pytest.fixture
def publish(noon):
    """Owe an update to whoever hears of it, fan it out and send it."""

    def publish(key):
        texts = [
            Words("general", "email", language, f"Lecture {language}", "Voir {{manage_url}}", "<p>{{manage_url}}</p>")
            for language in ("en", "fr", "ja")
        ]
        args = Scope("INC-2026-0001", "unplanned").to_args()
        broadcast = delivery.owe(
            key=key, label=key, contents=texts, audience=audience.NAME, audience_args=args, by=SYSTEM, at=noon
        )
        tasks.fan_out(broadcast.pk)
        tasks.drain("email")

    return publish


def link_in(message, purpose):
    text = message.get_body(("plain",)).get_content()
    return re.search(rf"https?://\S+?(/\w\w/subscribe/{purpose}/\S+/)", text)[1]


def test_somebody_subscribes_is_told_and_leaves(client, smtp_server, publish, settings):
    settings.PUBLIC_URL = "https://status.example.org"  # one-click needs https
    client.post("/fr/subscribe/", {**FORM, "address": "zoe@example.org"})
    tasks.drain("email")
    (letter,) = smtp_server.to("zoe@example.org")
    publish("before")
    assert len(smtp_server.received) == 1

    path = link_in(letter.message, "confirm")
    assert "Confirmez votre abonnement" in client.get(path).content.decode()
    assert "Vous êtes abonné" in client.post(path).content.decode()
    publish("meanwhile")
    _letter, told = smtp_server.to("zoe@example.org")
    assert told.message["Subject"] == "Lecture fr"
    assert told.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    one_click = re.search(r"(/fr/subscribe/unsubscribe/[^>]+)>", told.message["List-Unsubscribe"])[1]
    assert client.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    publish("after")

    assert len(smtp_server.received) == 2


def test_who_leaves_between_publishing_and_sending_gets_nothing(smtp_server, publish, noon):  # D09
    ann = subscribers.confirmed("ann@example.org")
    broadcast = delivery.owe(
        key="late",
        label="late",
        contents=[Words("general", "email", "en", "Late", "Late")],
        audience=audience.NAME,
        audience_args=Scope("INC-2026-0001", "unplanned").to_args(),
        by=SYSTEM,
        at=noon,
    )
    tasks.fan_out(broadcast.pk)
    actions.unsubscribe(subscriber=ann, by=policies.holder(ann), at=noon)

    tasks.drain("email")

    assert not smtp_server.received
    assert Delivery.objects.get(broadcast=broadcast).state == "suppressed"


def test_a_webhook_is_registered_tested_and_rotated(client, smtp_server, webhook_receiver):
    client.post(
        "/subscribe/",
        {**FORM, "language": "en", "channel": "webhook", "address": webhook_receiver.url, "contact": "ops@example.org"},
    )
    tasks.drain("email")
    (letter,) = smtp_server.to("ops@example.org")
    page = client.post(link_in(letter.message, "confirm")).content.decode()
    old = re.search(r"whsec_[\w+/=]+", page)[0]
    tasks.drain("webhook")

    (call,) = webhook_receiver.calls
    assert Webhook(old).verify(call.body, call.headers)["meta"]["event"] == "ping"

    hook = Subscriber.objects.get()
    at = timezone.now()
    new = actions.rotate_secret(subscriber=hook, by=policies.holder(hook), at=at)  # W10
    actions.ping(subscriber=hook, by=policies.holder(hook), at=at - timedelta(minutes=2))
    tasks.drain("webhook")

    _first, second = webhook_receiver.calls
    for secret in (old, new):
        assert Webhook(secret).verify(second.body, second.headers)


def test_w03_an_endpoint_that_says_410_is_stopped_and_its_owner_written_to(
    smtp_server, webhook_receiver, noon, monkeypatch
):
    """W03: disabled, no further attempt, owner mailed."""
    hook = subscribers.confirmed(webhook_receiver.url, contact="ops@example.org")
    webhook_receiver.last = (410, {})
    monkeypatch.setattr("incidents.subscribers.receivers.enqueue", run_now)

    actions.ping(subscriber=hook, by=policies.holder(hook), at=noon)
    tasks.drain("webhook")
    tasks.drain("email")

    hook.refresh_from_db()
    assert hook.state == State.QUARANTINED
    actions.ping(subscriber=hook, by=policies.holder(hook), at=noon)
    tasks.drain("webhook")
    assert len(webhook_receiver.calls) == 1
    assert "We stopped calling your webhook" in smtp_server.to("ops@example.org")[0].message["Subject"]


def run_now(name, *arguments):
    module, _dot, function = name.rpartition(".")
    assert module == "incidents.subscribers.tasks"
    getattr(ours, function)(*arguments)


@pytest.mark.timed
def test_known_and_unknown_take_the_same_time(client, monkeypatch):  # S05, the time
    monkeypatch.setattr(limits, "PER_ADDRESS", ())
    monkeypatch.setattr(limits, "PER_ASKER", ())
    subscribers.confirmed("known@example.org")
    took = {"known": [], "unknown": []}

    for number in range(200):
        for kind, address in (("known", "known@example.org"), ("unknown", f"reader{number}@example.org")):
            started = perf_counter()
            answer = client.post("/subscribe/", {**FORM, "address": address})
            took[kind].append(perf_counter() - started)
            assert answer.status_code == 200

    assert abs(median(took["known"]) - median(took["unknown"])) < 0.05
