"""The same customer twice is one story; two customers with one problem stand side by side, each answered (ADR 0030)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.web.errors import Conflict, Invalid
from feedback.answering import actions as answering
from feedback.threads import actions, policies, queries
from feedback.threads.models import Thread
from feedback.threads.states import State
from tests.factories import feedback

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def agent():
    feedback.registers()
    return feedback.agent()


@pytest.fixture
def pair(agent, noon) -> tuple[Thread, Thread]:
    """Ana wrote at noon, and once more an hour later."""
    return feedback.thread("It stops.", at=noon), feedback.thread("Still stops: secretword.", at=noon + HOUR)


def test_staff_read_one_story_and_the_customer_finds_each_word_where_it_was_said(pair, agent, noon):
    first, again = pair

    actions.merge(thread=again, into=first, by=agent, at=noon + HOUR)

    assert [each.text for each in queries.story(first)] == ["It stops.", "Still stops: secretword."]
    assert [each.text for each in queries.for_customer(first)] == ["It stops."]
    assert [each.text for each in queries.for_customer(again)] == ["Still stops: secretword."]
    again.refresh_from_db()
    assert (again.state, again.awaits_human, again.merged_into) == (State.CLOSED, False, first)


def test_the_one_that_goes_on_is_found_by_the_words_of_both(pair, agent, noon):
    first, again = pair
    actions.merge(thread=again, into=first, by=agent, at=noon)

    assert first in queries.search(Thread.objects.filter(merged_into=None), "secretword")


def test_further_words_in_the_merged_one_awake_the_one_that_is_answered(pair, agent, noon):
    first, again = pair
    actions.merge(thread=again, into=first, by=agent, at=noon + HOUR)
    answering.reply(thread=first, text="Restart it once.", by=agent, at=noon + HOUR)

    said = actions.add(thread=again, text="No help.", by=policies.holder(again), at=noon + 2 * HOUR)

    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.state, first.awaits_human, said.thread_id) == (State.OPEN, True, again.pk)
    assert (again.state, again.awaits_human) == (State.CLOSED, False)
    assert "No help." in [each.text for each in queries.story(first)]


def test_reopened_by_the_customer_it_is_the_one_that_is_answered_that_opens(pair, agent, noon):
    first, again = pair
    actions.merge(thread=again, into=first, by=agent, at=noon)
    actions.close(thread=first, by=agent, at=noon)

    actions.reopen(thread=again, by=policies.holder(again), at=noon + HOUR)

    assert list(Thread.objects.filter(state=State.OPEN)) == [first]


def test_who_waited_longest_goes_on_waiting_since_then(pair, agent, noon):
    first, again = pair

    actions.merge(thread=first, into=again, by=agent, at=noon + 2 * HOUR)

    again.refresh_from_db()
    assert again.answer_due_at == noon + timedelta(minutes=30)
    assert again.waits_since == noon


def test_a_duplicate_of_an_answered_one_opens_it_again(pair, agent, noon):
    first, again = pair
    answering.reply(thread=first, text="Restart it.", by=agent, at=noon + timedelta(minutes=5))

    actions.merge(thread=again, into=first, by=agent, at=noon + 2 * HOUR)

    first.refresh_from_db()
    assert (first.state, first.awaits_human) == (State.OPEN, True)


def test_two_customers_are_never_merged(pair, agent, noon):
    first, _again = pair
    other = feedback.thread("It stops here as well.", email="bo@example.org")

    with pytest.raises(Invalid, match="two customers"):
        actions.merge(thread=other, into=first, by=agent, at=noon)
    with pytest.raises(Invalid, match="itself"):
        actions.merge(thread=first, into=first, by=agent, at=noon)


def test_what_came_from_an_address_is_not_merged_into_what_only_claims_it(pair, agent, noon):
    """Whoever typed Ana's address into the form holds that thread's link, Ana or not."""
    claimed, _again = pair
    mailed = feedback.thread("From my own mailbox.", origin="email", email="ANA@example.org")

    with pytest.raises(Invalid, match="other way round"):
        actions.merge(thread=mailed, into=claimed, by=agent, at=noon)
    actions.merge(thread=claimed, into=mailed, by=agent, at=noon)
    assert [each.text for each in queries.for_customer(claimed)] == ["It stops."]


def test_nothing_is_answered_in_what_was_merged_and_merged_once_is_enough(pair, agent, noon):
    first, again = pair
    third = feedback.thread("Third time.", at=noon)
    actions.merge(thread=again, into=first, by=agent, at=noon)

    with pytest.raises(Conflict, match=first.reference):
        answering.reply(thread=again, text="Hello", by=agent, at=noon)
    with pytest.raises(Conflict, match=first.reference):
        actions.merge(thread=third, into=again, by=agent, at=noon)
    actions.merge(thread=first, into=third, by=agent, at=noon)
    assert set(Thread.objects.filter(merged_into=third)) == {first, again}


def test_taken_apart_again_each_is_worked_on_by_itself(pair, agent, noon):
    first, again = pair
    actions.merge(thread=again, into=first, by=agent, at=noon)

    apart = actions.unmerge(thread=again, by=agent, at=noon + HOUR)

    assert (apart.state, apart.awaits_human, apart.merged_into) == (State.OPEN, True, None)
    assert [each.text for each in queries.story(first)] == ["It stops."]


def test_others_with_the_same_problem_stand_beside_the_first_and_follow_it(agent, noon):
    threads = [feedback.thread(f"Number {n}", email=f"n{n}@example.org", at=noon) for n in range(4)]
    first, second, third, fourth = threads

    actions.relate(thread=second, to=first, by=agent, at=noon)
    actions.relate(thread=third, to=second, by=agent, at=noon)
    assert set(Thread.objects.filter(alike=first)) == {second, third}
    actions.relate(thread=first, to=fourth, by=agent, at=noon)
    assert set(Thread.objects.filter(alike=fourth)) == {first, second, third}
    actions.relate(thread=fourth, to=first, by=agent, at=noon)  # it leads already
    assert Thread.objects.get(pk=fourth.pk).alike is None
    actions.relate(thread=second, to=None, by=agent, at=noon)
    assert set(Thread.objects.filter(alike=fourth)) == {first, third}
    assert Thread.objects.filter(state=State.NEW).count() == 4


def test_who_does_not_sort_merges_nothing(pair, noon):
    first, again = pair
    for stranger in (feedback.agent("Olga Outsider", "Observer"), policies.holder(again)):
        for act, what in ((actions.merge, {"into": first}), (actions.relate, {"to": first}), (actions.unmerge, {})):
            with pytest.raises(PermissionDenied):
                act(thread=again, by=stranger, at=noon, **what)
    assert not Thread.objects.exclude(merged_into=None, alike=None).exists()
