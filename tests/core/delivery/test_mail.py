"""What a mail server answers, and what becomes of it (acceptance cases M)."""

import socket
import time
from datetime import timedelta

import pytest

from core.delivery import dialect, signals, tasks
from core.delivery.models import ChannelHealth, Delivery
from core.delivery.states import Breaker, State
from tests.factories import delivery as make
from tests.servers import Mailbox, mail_server

pytestmark = pytest.mark.django_db


def only() -> Delivery:
    return Delivery.objects.get()


def once(reply: str):
    """Refuse the first time, accept afterwards."""
    replies = [reply]
    return lambda *_: replies.pop() if replies else None


def test_m01_greylisting_waits_five_minutes_and_succeeds_at_the_second_attempt(smtp_server, tell, time_passes):
    make.readers(1)
    smtp_server.on_rcpt = once("451 4.7.1 Greylisted, please try again")

    tell()

    assert only().state == State.RETRY
    assert only().due_at - dialect.database_now() > timedelta(minutes=4, seconds=59)
    tasks.drain("email")
    assert len(smtp_server.attempts) == 1

    time_passes()
    tasks.drain("email")

    assert (only().state, only().attempts) == (State.SENT, 2)


def test_m02_an_unknown_address_is_tried_once_and_its_keeper_is_told(smtp_server, tell):
    make.readers(1)
    smtp_server.on_rcpt = lambda address: "550 5.1.1 No such user"
    refused = []
    signals.address_refused.connect(listener := lambda **told: refused.append(told), weak=False)

    tell()
    tasks.drain("email")
    signals.address_refused.disconnect(listener)

    assert (only().state, only().attempts) == (State.FAILED_PERMANENT, 1)
    assert len(smtp_server.attempts) == 1
    assert refused[0]["recipient"] == only().recipient
    assert "5.1.1" in refused[0]["reason"]


def test_one_refused_address_does_not_stop_the_others(smtp_server, tell):
    bad, *_ = make.readers(5)
    smtp_server.on_rcpt = lambda address: "550 5.1.1 No such user" if address == bad.email else None

    tell()

    assert len(smtp_server.received) == 4
    assert Delivery.objects.filter(state=State.SENT).count() == 4


def test_a_full_mailbox_is_tried_again(smtp_server, tell):
    make.readers(1)
    smtp_server.on_rcpt = lambda address: "552 5.2.2 Mailbox full"

    tell()

    assert only().state == State.RETRY


def test_a_refused_sender_stops_the_channel_and_burns_nobodys_attempts(smtp_server, tell):
    make.readers(20)
    smtp_server.on_mail = lambda sender: "550 5.7.1 Sender not allowed"

    tell()

    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.PENDING, 0)}
    health = ChannelHealth.objects.get(channel="email")
    assert health.breaker == Breaker.OPEN
    assert "Sender not allowed" in health.reason


def test_a_single_probe_closes_the_breaker_again(smtp_server, tell):
    make.readers(20)
    smtp_server.on_mail = lambda sender: "550 5.7.1 Sender not allowed"
    tell()
    smtp_server.on_mail = lambda sender: None

    tasks.drain("email")
    assert smtp_server.received == []

    ChannelHealth.objects.update(retry_at=dialect.database_now() - timedelta(seconds=1))
    tasks.drain("email")

    assert len(smtp_server.received) == 20
    assert ChannelHealth.objects.get().breaker == Breaker.CLOSED


@pytest.mark.timed
def test_m05_a_silent_server_costs_its_time_once_and_opens_the_breaker(tell, settings, figures):
    figures["SMTP_CONNECT_SECONDS"] = 1
    make.readers(3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        began = time.monotonic()
        tell()

    assert time.monotonic() - began < 3
    assert ChannelHealth.objects.get().breaker == Breaker.OPEN
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.PENDING, 0)}


def test_a_closed_port_leaves_everything_pending(tell, settings):
    make.readers(3)
    settings.EMAIL_PORT = 9  # nobody listens

    tell()

    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.PENDING, 0)}


def test_m07_a_connection_lost_after_the_message_brings_the_same_message_id_again(smtp_server, tell, time_passes):
    lost = make.readers(9)[4].email
    copies = []

    def hang_up_once(address, raw):
        if address == lost:
            copies.append(raw)
            if len(copies) == 1:
                return "421 4.3.2 Shutting down"
        return None

    smtp_server.on_data = hang_up_once
    tell()

    assert Delivery.objects.filter(state=State.SENT).count() == 8
    assert Delivery.objects.get(address=lost).state == State.RETRY

    time_passes()
    tasks.drain("email")

    ids = {line for raw in copies for line in raw.split(b"\r\n") if line.startswith(b"Message-ID:")}
    assert len(copies) == 2
    assert len(ids) == 1
    assert len(smtp_server.received) == 9
    assert set(Delivery.objects.exclude(address=lost).values_list("attempts", flat=True)) == {1}


def test_421_in_the_middle_of_a_batch_leaves_the_sent_ones_alone(smtp_server, tell, time_passes):
    unlucky = make.readers(9)[4].email
    answer = once("421 4.7.0 Too many messages")
    smtp_server.on_rcpt = lambda address: answer() if address == unlucky else None

    tell()
    time_passes()
    tasks.drain("email")

    assert sorted(each.to for each in smtp_server.received) == sorted(
        Delivery.objects.values_list("address", flat=True)
    )
    assert len(smtp_server.received) == 9


def test_a_server_that_takes_no_groups_of_commands_is_served_one_by_one(settings, tell):
    mailbox = Mailbox(pipelining=False)
    mailbox.on_rcpt = lambda address: "550 5.1.1 No" if address == bad else None
    bad = make.readers(6)[2].email
    server = mail_server(mailbox)
    settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.host, mailbox.port

    tell()
    server.stop()

    assert len(mailbox.received) == 5
    assert mailbox.connections == 1


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        (
            "fr",
            "Lecture impossible\u202f: nous cherchons la cause — désolés",
            "Les vidéos ne démarrent pas.\n.\n= égal",
        ),
        (
            "ja",
            "再生できない問題を調査しています。ご不便をおかけして申し訳ございません。原因を調べています。",
            "動画を再生できません。" * 40,
        ),
    ],
    ids=["fr", "ja"],
)
def test_m09_words_arrive_intact_with_the_headers_of_automatic_mail(smtp_server, tell, language, subject, text):
    make.readers(1, language=language)
    body = f"{text}\n\n{{{{manage_url}}}}\n-- \n{{{{unsubscribe_url}}}}"

    tell(make.words(language, subject=subject, text=body, html=f"<p>{text}</p><a href='{{{{manage_url}}}}'>x</a>"))

    message = smtp_server.received[0].message
    token = only().recipient.replace(":", "-") + "-token"
    manage = f"https://status.example.com/subscribe/manage/{token}/?a=1&b=2"
    unsubscribe = f"https://status.example.com/subscribe/unsubscribe/{token}/"
    plain = message.get_body(("plain",)).get_content()
    rich = message.get_body(("html",)).get_content()
    assert message["Subject"] == subject
    assert plain.splitlines() == f"{text}\n\n{manage}\n-- \n{unsubscribe}".splitlines()
    assert manage.replace("&", "&amp;") in rich
    assert message["List-Unsubscribe"] == f"<{unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"].addresses[0].addr_spec == only().address
    assert message["Content-Language"] == language
    assert max(len(line) for line in smtp_server.received[0].raw.split(b"\r\n")) <= 998


def test_d14_message_ids_differ_per_recipient_and_stay_over_attempts(smtp_server, tell, time_passes):
    slow = make.readers(3)[1].email
    seen = []
    answer = once("451 4.3.0 Later")

    def note(address, raw):
        seen.append(next(line for line in raw.split(b"\r\n") if line.startswith(b"Message-ID:")))
        return answer() if address == slow else None

    smtp_server.on_data = note
    tell()
    time_passes()
    tasks.drain("email")

    assert len(seen) == 4
    assert len(set(seen)) == 3


def test_an_address_with_a_line_break_reaches_no_server(smtp_server, tell):
    make.readers(1, address="a@example.com>\r\nRCPT TO:<b@example.com")

    tell()

    assert smtp_server.attempts == []
    assert only().state == State.FAILED_PERMANENT


def test_waiting_mails_end_as_dead_after_the_last_wait(smtp_server, tell, figures):
    figures["RETRY_SCALE"] = 0
    make.readers(1)
    smtp_server.on_rcpt = lambda address: "450 4.2.1 Busy"

    tell()

    assert (only().state, only().attempts) == (State.DEAD, 10)
    assert "4.2.1 Busy" in only().last_reply
