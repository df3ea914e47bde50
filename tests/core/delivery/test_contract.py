"""What every adapter over HTTP keeps, each against a real server on loopback (the same for all of them)."""

import threading
import time
from datetime import timedelta

import pytest

from core.delivery import channels, dialect, networks, tasks
from core.delivery.models import ChannelHealth, Delivery
from core.delivery.states import Breaker, State
from tests.core.delivery.adapters import ADAPTERS, TOKEN, gateway

pytestmark = pytest.mark.django_db
HARD = "Café ☕ & <b>*stars*</b> 再生できません… https://status.example.com/incidents/INC-1/"


@pytest.fixture(params=ADAPTERS)
def adapter(request, webhook_receiver, settings):
    settings.SMS = gateway(webhook_receiver.url)
    found = ADAPTERS[request.param]
    found.readers(webhook_receiver)
    return found


@pytest.fixture
def say(adapter, tell, webhook_receiver):
    """Owe one message over the adapter and let a worker try once."""

    def say(text: str = "Playback fails. https://status.example.com/incidents/INC-1/", **over):
        return tell(adapter.content(text), channel=adapter.channel, **adapter.args(webhook_receiver.url), **over)

    return say


def only() -> Delivery:
    return Delivery.objects.get()


def ends_unsent(adapter) -> bool:
    """Refused for good; or, behind a gateway all share, the channel stopped and nobody's attempt burned."""
    if adapter.shared:
        health = ChannelHealth.objects.get(channel=adapter.channel)
        return (only().state, only().attempts, health.breaker) == (State.PENDING, 0, Breaker.OPEN)
    return (only().state, only().attempts) == (State.FAILED_PERMANENT, 1)


def test_every_channel_over_http_is_in_this_contract():
    over_http = {name for name in channels.registry() if name != "email"}

    assert {each.channel for each in ADAPTERS.values()} == over_http
    assert networks.with_accounts().keys() <= over_http


def test_what_was_written_arrives_once_and_whole(adapter, say, webhook_receiver):
    say()

    (call,) = webhook_receiver.calls
    assert only().state == State.SENT
    assert "Playback fails. https://status.example.com/incidents/INC-1/" in adapter.text(call)


def test_no_letter_is_lost(adapter, say, webhook_receiver):
    say(HARD)

    received = adapter.text(webhook_receiver.calls[0])
    for part in ("Café", "☕", "*stars*", "再生できません", "https://status.example.com/incidents/INC-1/"):
        assert part in received


def test_who_asks_for_time_gets_it(adapter, say, webhook_receiver):
    webhook_receiver.last = (429, {"Retry-After": "120"})

    say()

    assert (only().state, only().attempts) == (State.RETRY, 1)
    if adapter.patient:
        assert only().due_at - dialect.database_now() > timedelta(seconds=119)


def test_a_fault_of_theirs_passes_and_it_arrives_later(adapter, say, webhook_receiver, time_passes):
    webhook_receiver.answers = [(500, {}), (503, {})]

    say()
    for _ in range(2):
        time_passes()
        tasks.drain(adapter.channel)

    assert (only().state, only().attempts, len(webhook_receiver.calls)) == (State.SENT, 3, 3)


def test_a_refusal_for_good_is_not_tried_again(adapter, say, webhook_receiver, time_passes):
    webhook_receiver.last = (adapter.final, {})

    say()
    time_passes()
    tasks.drain(adapter.channel)

    assert (only().state, only().attempts, len(webhook_receiver.calls)) == (State.FAILED_PERMANENT, 1, 1)
    assert str(adapter.final) in only().last_reply


def test_one_who_never_answers_is_left_in_time(adapter, say, webhook_receiver, figures):
    figures["HTTP_SECONDS"], hangs = 0.5, threading.Event()
    webhook_receiver.behave = lambda handler: hangs.wait(20) or True

    began = time.monotonic()
    say()
    took = time.monotonic() - began
    hangs.set()

    assert took < 10
    assert ends_unsent(adapter) if adapter.shared else only().state == State.RETRY


def test_a_redirect_is_not_followed(adapter, say, webhook_receiver):
    webhook_receiver.last = (302, {"Location": f"{webhook_receiver.url}/elsewhere"})

    say()

    assert len(webhook_receiver.calls) == 1
    assert ends_unsent(adapter)


def test_an_address_inside_is_not_called(adapter, say, webhook_receiver, settings):
    settings.OUTBOUND_ALLOW = []

    say()

    assert webhook_receiver.calls == []
    assert ends_unsent(adapter)


@pytest.mark.parametrize("status", [200, 302, 401, 403, 422, 429, 500])
def test_no_secret_is_in_what_staff_read(adapter, say, webhook_receiver, status):
    webhook_receiver.last = (status, {})

    say()

    row = only()
    told = [row.last_reply, row.recipient, str(row.history), str(row.broadcast), row.content.text]
    told += list(ChannelHealth.objects.values_list("reason", flat=True))
    assert TOKEN not in " ".join(told)
