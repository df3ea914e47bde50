"""What a receiver of webhooks answers, and what becomes of it (acceptance cases W)."""

import base64
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from standardwebhooks import Webhook

from core.delivery import dialect, signals, tasks
from core.delivery.fairness import Turns
from core.delivery.models import Delivery
from core.delivery.replies import Outcome, of_http
from core.delivery.states import State
from tests.factories import delivery as make
from tests.servers import Receiver, http_server

pytestmark = pytest.mark.django_db
OLD, NEW = make.SECRET, "whsec_" + base64.b64encode(b"n" * 32).decode()


def only() -> Delivery:
    return Delivery.objects.get()


def verify(call, secret=make.SECRET):
    return Webhook(secret).verify(call.body, call.headers)


@pytest.fixture
def hooked(webhook_receiver):
    """One reader with a webhook at the receiver."""
    make.readers(1, channel="webhook", address=webhook_receiver.url)
    return webhook_receiver


def test_w01_a_failing_receiver_is_tried_again_with_the_same_id_and_a_new_signature(hooked, tell, time_passes):
    hooked.answers = [(500, {}), (500, {})]

    tell(make.hook(), channel="webhook")
    for _ in range(2):
        time.sleep(1.1)  # a timestamp counts seconds
        time_passes()
        tasks.drain("webhook")

    assert (only().state, only().attempts) == (State.SENT, 3)
    assert len(hooked.calls) == 3
    assert len({call.headers["webhook-id"] for call in hooked.calls}) == 1
    assert len({call.headers["webhook-timestamp"] for call in hooked.calls}) == 3
    assert all(verify(call) for call in hooked.calls)


def test_w02_a_redirect_to_loopback_is_recorded_and_not_followed(hooked, tell):
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.3)
        hooked.last = (302, {"Location": f"http://127.0.0.1:{inside.getsockname()[1]}/"})
        tell(make.hook(), channel="webhook")
        with pytest.raises(TimeoutError):
            inside.accept()

    assert only().state == State.FAILED_PERMANENT
    assert "302" in only().last_reply


def test_an_address_inside_is_never_called(webhook_receiver, tell, settings):
    settings.OUTBOUND_ALLOW = []
    make.readers(1, channel="webhook", address=webhook_receiver.url)

    tell(make.hook(), channel="webhook")

    assert webhook_receiver.calls == []
    assert only().state == State.FAILED_PERMANENT
    assert "127.0.0.1" not in only().last_reply


def test_w03_410_ends_it_and_its_keeper_is_told(hooked, tell):
    hooked.last = (410, {})
    gone = []
    signals.endpoint_gone.connect(listener := lambda **told: gone.append(told["recipient"]), weak=False)

    tell(make.hook(), channel="webhook")
    tasks.drain("webhook")
    signals.endpoint_gone.disconnect(listener)

    assert (only().state, only().attempts, len(hooked.calls)) == (State.FAILED_PERMANENT, 1, 1)
    assert gone == [only().recipient]


def test_w04_retry_after_is_honoured(hooked, tell):
    hooked.last = (429, {"Retry-After": "120"})

    tell(make.hook(), channel="webhook")

    assert only().state == State.RETRY
    assert only().due_at - dialect.database_now() > timedelta(seconds=119)


def test_retry_after_may_be_a_date():
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    assert of_http(503, "Mon, 02 Mar 2026 12:10:00 GMT", at=at).at_least == 600
    assert of_http(503, "soon", at=at).at_least == 0
    assert of_http(503, "Mon, 02 Mar 2026 11:00:00 GMT", at=at).at_least == 0


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *[(200, Outcome.SENT), (204, Outcome.SENT), (301, Outcome.REFUSED), (404, Outcome.REFUSED)],
        *[(408, Outcome.RETRY), (425, Outcome.RETRY), (429, Outcome.RETRY), (500, Outcome.RETRY), (410, Outcome.GONE)],
    ],
)
def test_every_status_means_something(status, outcome, noon):
    assert of_http(status, at=noon).outcome == outcome


def test_w06_an_endless_body_is_cut_and_a_slow_one_ends_in_time(hooked, tell, figures):
    figures["HTTP_SECONDS"] = 1

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 1000)
                time.sleep(0.001)
        except OSError:
            return True

    hooked.behave = endless
    began = time.monotonic()
    tell(make.hook(), channel="webhook")

    assert time.monotonic() - began < 10
    assert only().state == State.SENT


def test_headers_that_come_byte_by_byte_end_in_time(hooked, tell, figures):
    figures["HTTP_SECONDS"] = 1

    def drip(handler):
        try:
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X" * 100:
                handler.wfile.write(bytes([byte]))
                time.sleep(0.2)
        except OSError:
            pass
        handler.close_connection = True
        return True

    hooked.behave = drip
    began = time.monotonic()
    tell(make.hook(), channel="webhook")

    assert time.monotonic() - began < 10
    assert only().state == State.RETRY
    assert "no complete answer" in only().last_reply


def test_w10_while_a_secret_is_replaced_both_owners_can_verify(hooked, tell):
    tell(make.hook(), channel="webhook", audience_args={"secrets": [NEW, OLD]})

    (call,) = hooked.calls
    assert verify(call, OLD) == verify(call, NEW)
    assert len(call.headers["webhook-signature"].split()) == 2


def test_connections_to_a_receiver_stay_open(webhook_receiver, tell, figures):
    figures["HTTP_THREADS"] = 1
    make.readers(20, channel="webhook", address=webhook_receiver.url)
    peers = set()
    webhook_receiver.behave = lambda handler: peers.add(handler.client_address) and False

    tell(make.hook(), channel="webhook")

    assert len(webhook_receiver.calls) == 20
    assert len(peers) == 1


def test_one_receiver_that_hangs_holds_four_places_and_no_more():
    turns = Turns([("hangs", number) for number in range(10)] + [("quick", number) for number in range(10)], at_once=4)
    taken = []
    while (turn := turns.take()) is not None:
        taken.append(turn)
        if turn[0] == "quick":
            turns.done("quick")

    assert [job for receiver, job in taken if receiver == "quick"] == list(range(10))
    assert [job for receiver, job in taken if receiver == "hangs"] == [0, 1, 2, 3]
    assert len(turns) == 6

    turns.done("hangs")
    assert turns.take() == ("hangs", 4)


@pytest.mark.django_db(transaction=True)
def test_w05_twenty_receivers_that_hang_do_not_delay_a_hundred_mails(smtp_server, figures, settings, noon):
    """W05: mails are done within 60 s while twenty receivers hang (they take 5 s here, each)."""
    figures["HTTP_SECONDS"] = 5
    hanging = Receiver(behave=lambda handler: time.sleep(6) or True)
    server = http_server(hanging)
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    make.readers(20, channel="webhook", address=hanging.url)
    make.readers(100)
    tasks.fan_out(make.owed(noon, make.words(), make.hook()).pk)
    hooks = threading.Thread(target=drained, args=("webhook",))

    hooks.start()
    began = time.monotonic()
    tasks.drain("email")
    took = time.monotonic() - began
    still_hanging = hooks.is_alive()
    hooks.join()
    server.shutdown()
    server.server_close()

    assert len(smtp_server.received) == 100
    assert took < 60
    assert still_hanging


def test_a_secret_that_cannot_be_used_stops_nobody_else_and_is_not_written_down(webhook_receiver, tell, monkeypatch):
    first, *_others = make.readers(3, channel="webhook", address=f"{webhook_receiver.url}/{{n}}")
    broken, usual = f"user:{first.pk}", make.personal

    def personal(recipients, args):
        found = usual(recipients, args)
        return {
            who: replace(each, secrets=("whsec_not base64!",)) if who == broken else each for who, each in found.items()
        }

    monkeypatch.setattr(make, "personal", personal)

    tell(make.hook(), channel="webhook")

    told = {row.recipient: (row.state, row.attempts) for row in Delivery.objects.all()}
    assert told.pop(broken) == (State.RETRY, 1)
    assert set(told.values()) == {(State.SENT, 1)}
    assert len(told) == len(webhook_receiver.calls) == 2
    assert Delivery.objects.get(recipient=broken).last_reply == "could not be called: Error"


def drained(channel):
    tasks.drain(channel)
    connections.close_all()


@pytest.mark.timed
def test_receivers_that_hang_do_not_hold_up_the_others(webhook_receiver, tell, figures, settings):
    figures["HTTP_SECONDS"] = 4
    hanging = Receiver(behave=lambda handler: time.sleep(5) or True)
    server = http_server(hanging)
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    make.readers(20, channel="webhook", address=hanging.url)
    make.readers(100, channel="webhook", address=webhook_receiver.url)

    began = time.time()
    tell(make.hook(), channel="webhook")
    server.shutdown()
    server.server_close()

    assert len(webhook_receiver.calls) == 100
    assert max(call.at for call in webhook_receiver.calls) - began < 3
    assert (
        Delivery.objects.filter(state=State.RETRY).count() + Delivery.objects.filter(state=State.PENDING).count() == 20
    )
