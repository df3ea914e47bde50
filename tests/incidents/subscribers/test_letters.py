"""Letters: enough for people, too few to flood a stranger, and none lost."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM, visitor
from core.delivery.models import Delivery
from incidents.subscribers import actions
from incidents.subscribers.models import Letter, Subscriber
from tests.factories import subscribers


def ask(address, at, **more):
    return actions.subscribe(channel="email", address=address, by=visitor(), at=at, **more)


def sent_to(address):
    return Delivery.objects.filter(address=address).count()


def test_one_mailbox_gets_three_letters_an_hour_and_six_a_day(noon):
    for minute in range(0, 24 * 60, 10):
        ask("ann@example.org", noon + timedelta(minutes=minute))
        if minute < 60:
            assert sent_to("ann@example.org") <= 3

    assert sent_to("ann@example.org") == 6


def test_what_is_over_the_limit_waits_and_is_sent_later(noon):
    for _again in range(5):
        ask("ann@example.org", noon)
    assert (sent_to("ann@example.org"), Letter.objects.filter(sent_at=None).count()) == (3, 1)

    actions.send_waiting(by=SYSTEM, at=noon + timedelta(minutes=30))
    assert sent_to("ann@example.org") == 3

    actions.send_waiting(by=SYSTEM, at=noon + timedelta(minutes=61))
    assert (sent_to("ann@example.org"), Letter.objects.filter(sent_at=None).count()) == (4, 0)


def test_asking_to_follow_many_incidents_does_not_get_round_the_limit(noon):
    for number in range(20):
        ask("ann@example.org", noon, incident_ref=f"INC-2026-{number:04d}")

    assert sent_to("ann@example.org") == 3
    assert Letter.objects.filter(sent_at=None).count() == 1


def test_five_hundred_people_behind_one_address_are_all_served_in_time(noon):
    for number in range(100):
        ask(f"reader{number}@example.org", noon, asker="203.0.113.9")
    assert Delivery.objects.count() == 30

    for minute in range(1, 5):
        actions.send_waiting(by=SYSTEM, at=noon + timedelta(minutes=minute, seconds=minute))

    assert Delivery.objects.count() == 100
    assert Subscriber.objects.count() == 100


def test_the_network_address_of_who_asks_is_not_kept(noon):
    ask("ann@example.org", noon, asker="203.0.113.9")

    assert "203.0.113.9" not in str(Letter.objects.values())


def test_who_left_gets_no_letter_that_waited(noon):
    for _again in range(4):
        subscriber = ask("ann@example.org", noon)
    actions.unsubscribe(subscriber=subscriber, by=SYSTEM, at=noon)

    actions.send_waiting(by=SYSTEM, at=noon + timedelta(hours=2))

    assert sent_to("ann@example.org") == 3
    assert not Letter.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize("known", [False, True])
def test_letters_say_it_in_the_readers_language_without_a_loose_end(noon, language, known):
    if known:
        subscribers.confirmed("ann@example.org", language=language)

    ask("ann@example.org", noon, language=language)

    content = Delivery.objects.get().content
    for body in (content.text, content.html):
        assert f"/{language}/subscribe/" in body
        assert "{{" not in body
        assert "{%" not in body
        assert "None" not in body


def test_an_address_nobody_confirmed_is_let_go_after_a_month(noon):
    subscribers.confirmed("bob@example.org")
    ask("ann@example.org", noon)
    ask("late@example.org", noon)
    ask("late@example.org", noon + timedelta(days=29))

    assert actions.forget(by=SYSTEM, at=noon + timedelta(days=29)) == 0
    assert actions.forget(by=SYSTEM, at=noon + timedelta(days=31)) == 1
    assert {row.address for row in Subscriber.objects.all()} == {"bob@example.org", "late@example.org"}
