"""Order within an incident, and what a newer message replaces (reliability: Delivery 7)."""

from datetime import timedelta

import pytest

from core.delivery import dialect, tasks
from core.delivery.models import Delivery
from core.delivery.states import State
from tests.factories import delivery as make

pytestmark = pytest.mark.django_db


def owed_in_order(at, number, **over):
    return make.owed(
        at, make.words(subject=f"Update {number}", text=f"Words {number}"), group="INC-1", sequence=number, **over
    )


def subjects(mailbox) -> list[str]:
    return [each.message["Subject"] for each in mailbox.received]


def test_the_newer_one_waits_for_the_older_one(smtp_server, noon, time_passes):
    make.readers(1)
    smtp_server.on_data = lambda address, raw: "451 4.3.0 Later" if b"Update 1" in raw else None
    for number in (1, 2):
        tasks.fan_out(owed_in_order(noon, number).pk)

    tasks.drain("email")
    assert subjects(smtp_server) == []

    smtp_server.on_data = lambda address, raw: None
    time_passes()
    tasks.drain("email")

    assert subjects(smtp_server) == ["Update 1", "Update 2"]


def test_another_recipient_does_not_wait(smtp_server, noon):
    slow, _quick = make.readers(2)
    smtp_server.on_rcpt = lambda address: "451 4.3.0 Later" if address == slow.email else None
    for number in (1, 2):
        tasks.fan_out(owed_in_order(noon, number).pk)

    tasks.drain("email")

    assert subjects(smtp_server) == ["Update 1", "Update 2"]


def test_the_rows_of_the_older_one_are_written_first(noon):
    make.readers(1)
    first, second = owed_in_order(noon, 1), owed_in_order(noon, 2)

    tasks.fan_out(second.pk)

    assert list(Delivery.objects.order_by("pk").values_list("broadcast", flat=True)) == [first.pk, second.pk]


def test_d11_what_is_late_is_told_by_the_newer_one_in_one_mail(smtp_server, noon):
    make.readers(2)
    tasks.fan_out(owed_in_order(noon, 1).pk)
    tasks.fan_out(owed_in_order(noon + timedelta(minutes=15), 2).pk)

    tasks.drain("email")

    assert subjects(smtp_server) == ["Update 2", "Update 2"]
    for each in smtp_server.received:
        for part in ("plain", "html"):
            body = each.message.get_body((part,)).get_content()
            assert (
                body.index("Words 2")
                < body.index("Earlier, and not delivered to you until now:")
                < body.index("Words 1")
            )
    assert set(Delivery.objects.values_list("sequence", "state")) == {(1, State.SUPERSEDED), (2, State.SENT)}


def test_three_late_ones_are_told_by_the_last(smtp_server, noon):
    make.readers(1)
    for number in (1, 2, 3):
        tasks.fan_out(owed_in_order(noon + timedelta(minutes=15 * number), number).pk)

    tasks.drain("email")

    (mail,) = smtp_server.received
    body = mail.message.get_body(("plain",)).get_content()
    assert body.index("Words 3") < body.index("Words 1") < body.index("Words 2")


def test_what_is_not_late_stays(smtp_server, noon):
    make.readers(1)
    for number in (1, 2):
        tasks.fan_out(owed_in_order(noon + timedelta(minutes=5 * number), number).pk)

    tasks.drain("email")

    assert subjects(smtp_server) == ["Update 1", "Update 2"]


def test_who_joined_late_gets_only_the_newer_one_without_earlier_words(smtp_server, noon):
    tasks.fan_out(owed_in_order(noon, 1).pk)
    make.readers(1)
    tasks.fan_out(owed_in_order(noon + timedelta(minutes=15), 2).pk)

    tasks.drain("email")

    (mail,) = smtp_server.received
    assert "Words 1" not in mail.message.get_body(("plain",)).get_content()


def test_missed_words_are_introduced_in_the_readers_language(smtp_server, noon):
    make.readers(1, language="ja")
    for number, words in ((1, "最初"), (2, "次")):
        content = make.words("ja", subject=words, text=words)
        at = noon + timedelta(minutes=15 * number)
        tasks.fan_out(make.owed(at, content, group="INC-1", sequence=number).pk)

    tasks.drain("email")

    body = smtp_server.received[0].message.get_body(("plain",)).get_content()
    assert "これまでにお届けできなかった" in body


def test_what_is_urgent_leaves_before_what_is_not(smtp_server, noon):
    make.readers(3)
    tasks.fan_out(make.owed(noon, make.words(subject="Bulk"), priority=9).pk)
    tasks.fan_out(make.owed(noon, make.words(subject="Urgent"), priority=0).pk)

    tasks.drain("email")

    assert subjects(smtp_server) == ["Urgent"] * 3 + ["Bulk"] * 3


def test_nothing_leaves_before_it_is_due(smtp_server, noon):
    make.readers(1)
    tasks.fan_out(make.owed(noon).pk)
    Delivery.objects.update(due_at=dialect.database_now() + timedelta(minutes=1))

    tasks.drain("email")

    assert smtp_server.received == []
