"""Only the owner of an address starts anything."""

from datetime import timedelta

import pytest
import time_machine

from core.actor import visitor
from core.delivery.models import Broadcast, Delivery
from core.delivery.states import Priority
from incidents.subscribers import actions, errors, links, policies, queries, tokens
from incidents.subscribers.models import Subscriber
from incidents.subscribers.scope import Scope
from incidents.subscribers.states import State
from incidents.subscribers.tokens import Purpose
from tests.factories import subscribers

EVERYTHING = Scope(incident_ref="INC-2026-0001", kind="unplanned")


def ask(address="ann@example.org", *, at, **wishes):
    return actions.subscribe(channel="email", address=address, by=visitor(), at=at, **wishes)


def confirm_token(subscriber, at):
    return tokens.make(Purpose.CONFIRM, public_id=subscriber.public_id, key_version=subscriber.key_version, at=at)


def test_asking_tells_nobody_and_owes_one_urgent_letter_in_the_readers_language(noon):
    subscriber = ask(language="fr", at=noon)

    assert not queries.who_hears(EVERYTHING).exists()
    delivery = Delivery.objects.get()
    assert (delivery.address, delivery.priority) == ("ann@example.org", Priority.URGENT)
    assert "confirmer" in delivery.content.subject.lower()
    assert f"/fr/subscribe/confirm/{subscriber.public_id}" in delivery.content.text


def test_confirming_starts_it_and_repeating_changes_nothing(noon):
    subscriber = ask(at=noon)
    token = confirm_token(subscriber, noon)

    first = actions.confirm(token=token, by=visitor(), at=noon)
    again = actions.confirm(token=token, by=visitor(), at=noon + timedelta(hours=1))

    assert first.state == State.CONFIRMED
    assert again.confirmed_at == noon
    assert list(queries.who_hears(EVERYTHING)) == [subscriber]


def test_an_address_is_one_however_it_is_written(noon):
    assert ask("Ann@Example.ORG", at=noon) == ask(" ann@example.org ", at=noon)


def test_a_stranger_cannot_change_what_somebody_confirmed(noon):
    ann = subscribers.confirmed("ann@example.org", language="ja")

    ask("ann@example.org", language="fr", audience="technical", at=noon)

    ann.refresh_from_db()
    assert (ann.language, ann.audience_id, ann.state) == ("ja", "general", State.CONFIRMED)


def test_who_is_known_is_sent_the_link_to_manage(noon, letters):
    subscribers.confirmed("ann@example.org")

    ask("ann@example.org", at=noon)

    assert len(letters("manage")) == 1
    assert not letters("confirm")


def test_an_old_letter_brings_nobody_back(noon):
    subscriber = ask(at=noon)
    token = confirm_token(subscriber, noon)
    actions.confirm(token=token, by=visitor(), at=noon)
    actions.unsubscribe(subscriber=subscriber, by=policies.holder(subscriber), at=noon)

    with pytest.raises(errors.AlreadyLeft):
        actions.confirm(token=token, by=visitor(), at=noon)

    subscriber.refresh_from_db()
    assert subscriber.state == State.UNSUBSCRIBED


def test_staff_does_not_bring_back_who_left(noon):
    subscriber = subscribers.confirmed()
    actions.unsubscribe(subscriber=subscriber, by=policies.holder(subscriber), at=noon)

    assert subscribers.confirmed().state == State.UNSUBSCRIBED


def test_who_left_and_asks_again_confirms_again(noon):
    subscriber = subscribers.confirmed()
    actions.unsubscribe(subscriber=subscriber, by=policies.holder(subscriber), at=noon)

    assert ask(at=noon).state == State.PENDING


def test_reading_a_link_five_times_changes_nothing(client, noon):  # S01
    with time_machine.travel(noon, tick=False):
        subscriber = ask(at=noon)
        other = subscribers.confirmed("bob@example.org")
        paths = [
            f"/subscribe/confirm/{confirm_token(subscriber, noon)}/",
            links.path(Purpose.UNSUBSCRIBE, other),
            links.path(Purpose.MANAGE, other),
        ]
        before = (list(Subscriber.objects.values()), Broadcast.objects.count())

        answers = [client.get(path) for path in paths * 5] + [client.head(path) for path in paths]

    assert {answer.status_code for answer in answers} == {200}
    assert (list(Subscriber.objects.values()), Broadcast.objects.count()) == before


def test_an_expired_link_offers_a_new_letter_and_subscribes_nobody(client, noon, letters):  # S04
    subscriber = ask(at=noon)
    path = f"/subscribe/confirm/{confirm_token(subscriber, noon)}/"

    with time_machine.travel(noon + timedelta(days=4), tick=False):
        answer = client.post(path)
        asked = client.post(path, {"resend": "yes"})

    assert answer.status_code == 410
    assert b'name="resend"' in answer.content
    assert asked.status_code == 200
    assert len(letters("confirm")) == 2
    subscriber.refresh_from_db()
    assert subscriber.state == State.PENDING


def test_known_and_unknown_get_the_same_answer(client, noon):  # S05, the words
    subscribers.confirmed("known@example.org")
    form = {"channel": "email", "language": "en", "audience": "general", "kinds": ["incident"]}
    form |= {"which_components": "all", "which_regions": "all"}

    known = client.post("/subscribe/", {**form, "address": "known@example.org"})
    unknown = client.post("/subscribe/", {**form, "address": "other@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert known.content.replace(b"known@", b"other@") == unknown.content
