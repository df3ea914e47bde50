"""Floods and failures: over a limit a message waits, and whatever fails, the words stay (reliability 12 and 13)."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.test import Client
from django.utils import timezone

from core.actor import visitor
from feedback.doors.form import actions, limits, tokens
from feedback.doors.form.actions import Sender
from feedback.threads.models import Message, Thread
from feedback.threads.states import HeldFor, State
from tests.factories import feedback
from tests.factories import form as customer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def come(number: int, at, *, token="each", address="192.0.2.7", **fields) -> list[Thread]:
    """`number` messages from one address; with a token each, or all with the same one, or None."""
    same = tokens.read(token) if token not in ("each", None) else None
    return [
        actions.take_in(
            text=f"Message {index}",
            sender=Sender(tokens.read(tokens.make(at - MINUTE)) if token == "each" else same, address),
            language="en",
            by=visitor(),
            at=at + timedelta(microseconds=index),
            **fields,
        )
        for index in range(number)
    ]


def held(threads: list[Thread]) -> int:
    return sum(thread.state == State.HELD for thread in threads)


def test_browsers_with_tokens_behind_one_address_are_themselves(noon):
    assert held(come(60, noon)) == 0


def test_beyond_what_an_address_may_bring_all_is_kept_and_held(noon, monkeypatch):
    monkeypatch.setattr(limits, "PER_ADDRESS", limits.Window("address", 60, 20))

    threads = come(50, noon)

    assert Thread.objects.count() == 50
    assert (held(threads[:20]), held(threads[20:])) == (0, 30)
    assert {each.held_for for each in threads[20:]} == {HeldFor.LIMIT}
    assert held(come(1, noon, address="192.0.2.8")) == 0
    assert held(come(1, noon + MINUTE)) == 0


def test_beyond_what_everybody_together_may_bring_all_is_kept_and_held(noon, monkeypatch):
    monkeypatch.setattr(limits, "OVERALL", limits.Window("overall", 60, 10))

    threads = [come(1, noon, address=f"192.0.2.{number}")[0] for number in range(15)]

    assert (Thread.objects.count(), held(threads)) == (15, 5)


def test_an_address_whose_forms_are_all_old_is_one_bucket(noon):
    old = [tokens.make(noon - timedelta(days=3)) for _each in range(8)]

    threads = [come(1, noon, token=each)[0] for each in old]

    assert held(threads) == 3


def test_nobodys_mailbox_is_filled_with_our_thanks(noon):
    threads = [come(1, noon, address=f"192.0.2.{number}", email="victim@example.org")[0] for number in range(8)]

    assert held(threads) == 2


def test_one_form_again_and_again_goes_into_threads_of_its_own_at_last(noon):
    threads = come(14, noon, token=tokens.make(noon - MINUTE))

    assert Message.objects.count() == 14
    assert len({each.pk for each in threads[:10]}) == 1
    assert {each.state for each in threads[10:]} == {State.HELD}


def test_an_ipv6_customer_has_a_whole_network():
    assert limits.network("2001:db8:1:2:aaaa::1") == limits.network("2001:db8:1:2:bbbb::9")
    assert limits.network("2001:db8:1:3::1") != limits.network("2001:db8:1:2::1")
    assert limits.network("::ffff:192.0.2.7") == limits.network("192.0.2.7")


def test_an_address_is_believed_only_from_our_own_proxies(client, settings, monkeypatch):
    """Else everybody could be somebody else at each message."""
    feedback.registers()
    monkeypatch.setattr(limits, "PER_ADDRESS", limits.Window("address", 60, 2))
    come_by = [
        client.post("/feedback/", customer.filled(), HTTP_X_FORWARDED_FOR=f"192.0.2.{each}") for each in range(3)
    ]
    assert Thread.objects.filter(state=State.HELD).count() == 1

    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    come_by += [
        client.post("/feedback/", customer.filled(), HTTP_X_FORWARDED_FOR=f"192.0.2.{each}") for each in range(3)
    ]
    assert Thread.objects.filter(state=State.HELD).count() == 1
    assert {each.status_code for each in come_by} == {303}


@pytest.mark.django_db(transaction=True)
def test_f03_the_same_form_in_parallel_is_one_thread_with_one_reference():
    feedback.registers()
    token, barrier, answers = customer.token(), threading.Barrier(6), []

    def send() -> None:
        close_old_connections()
        client, data = Client(raise_request_exception=False), customer.filled(token=token)
        barrier.wait(20)
        answers.append(client.post("/feedback/", data))
        connection.close()

    crowd = [threading.Thread(target=send) for _each in range(6)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join(60)

    assert [each.status_code for each in answers] == [303] * 6
    assert len({each["Location"] for each in answers}) == 1
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def broken(*_arguments, **_named):
    raise OperationalError("the database is away")


@pytest.mark.parametrize(
    "where",
    [
        "feedback.doors.form.actions.take_in",  # as the message is kept
        "feedback.doors.form.views.ask.offer",  # before anything is known
        "incidents.statuspages.doors.StatusPage.objects.order_by",  # before the view is asked
    ],
)
@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_a_database_that_is_away_costs_nobody_his_words(where, language, monkeypatch):
    feedback.registers()
    monkeypatch.setattr(where, broken)
    client, sent = Client(raise_request_exception=False), customer.filled(text='It stops & "hangs".')

    answer = client.post(f"/{language}/feedback/", sent)

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "20")
    assert "It stops &amp; &quot;hangs&quot;." in page
    for name in ("token", "email", "reply_by", "step"):
        assert f'name="{name}" value="{sent[name]}"' in page
    assert f'lang="{language}"' in page

    monkeypatch.undo()
    assert client.post(f"/{language}/feedback/", sent).status_code == 303
    assert Message.objects.get().text == 'It stops & "hangs".'


def test_a_token_says_when_it_was_made():
    at = timezone.now().replace(microsecond=0)
    token = tokens.read(tokens.make(at))

    assert token.issued_at == at
    assert token.is_hasty(at + timedelta(seconds=1))
    assert not token.is_hasty(at + timedelta(seconds=4))
    assert not token.is_fresh(at + timedelta(days=2))
