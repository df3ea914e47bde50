"""A name server that says nothing costs a limited time (W06).

What hangs here stands where `socket.getaddrinfo` does: the one seam of the resolver.
"""

import socket
import threading
import time

import pytest

from core.web import guarded, names


@pytest.fixture
def silent():
    """Takes the place of `getaddrinfo`, answers when let, and counts who asks."""
    let, asked = threading.Event(), []

    def ask(host, port, **_):
        asked.append(host)
        let.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    ask.asked, ask.let = asked, let
    yield ask
    let.set()


def test_a_request_ends_in_time_though_its_name_is_never_resolved(silent):
    client = guarded.Client(ask=silent)
    began = time.monotonic()

    with pytest.raises(guarded.Unreachable, match="in time"):
        client.request("POST", "https://hooks.example.com/status", seconds=0.3)

    assert time.monotonic() - began < 3


def test_the_time_a_name_takes_is_taken_from_the_whole(webhook_receiver):
    def slow(host, port, **_):
        time.sleep(0.4)
        return socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)

    webhook_receiver.behave = lambda handler: time.sleep(0.5) or False
    client = guarded.Client(ask=slow)
    began = time.monotonic()

    with pytest.raises(guarded.Unreachable):
        client.request("POST", f"http://hooks.example.com:{webhook_receiver.port}/", seconds=0.6)

    assert time.monotonic() - began < 3
    assert client.request("POST", f"http://hooks.example.com:{webhook_receiver.port}/", seconds=5).status == 200
    client.close()


def test_a_form_keeps_an_address_whose_name_cannot_be_asked_now(silent, monkeypatch):
    monkeypatch.setattr(guarded, "CHECK_SECONDS", 0.1)
    began = time.monotonic()

    guarded.check_url("https://hooks.example.com/status", ask=silent)

    assert time.monotonic() - began < 3


def test_one_hanging_name_is_asked_once_and_many_do_not_pile_up(silent, monkeypatch):
    monkeypatch.setattr(names, "MOST_AT_ONCE", 3)

    for host in ["a.example", "a.example", "b.example", "c.example", "d.example"]:
        with pytest.raises(TimeoutError):
            names.resolve(host, 443, seconds=0.05, ask=silent)
    assert sorted(silent.asked) == ["a.example", "b.example", "c.example"]

    silent.let.set()
    assert names.resolve("a.example", 443, seconds=5, ask=silent) == ["93.184.216.34"]


def test_an_address_is_not_asked_for(silent):
    assert names.resolve("93.184.216.34", 443, seconds=0, ask=silent) == ["93.184.216.34"]
    assert names.resolve("::1", 443, seconds=0, ask=silent) == ["::1"]
    assert silent.asked == []
