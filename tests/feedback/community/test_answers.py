"""What becomes of an answer: accepted, thanked, put forward, found helpful; and what staff still owes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.delivery.models import Delivery
from feedback.community import actions
from feedback.community.actions.steps import NotThere
from feedback.community.models import Discussion, HelpfulMark, Standing
from feedback.community.queries import silence
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.states import State
from tests.factories import community, feedback

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_question_is_answered_by_the_peer_whose_answer_the_author_accepts(thread, noon):
    message = community.answer(thread)

    actions.accept(message=message, by=policies.holder(thread), at=noon)

    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human, thread.answer_due_at) == (State.ANSWERED, False, None)
    assert thread.first_answer_at is None  # no human of ours has spoken, and no measure says so
    assert [each.message for each in silence.unthanked()] == [message]


@pytest.mark.parametrize("register", ["problem", "complaint"])
def test_a_problem_still_needs_a_human_of_ours(noon, register):
    feedback.registers()
    thread = community.question(register=register)

    actions.accept(message=community.answer(thread), by=policies.holder(thread), at=noon)

    thread.refresh_from_db()
    assert thread.awaits_human
    assert [each.reference for each in silence.silent(noon + DAY)] == [thread.reference]


def test_several_answers_may_be_accepted(thread, noon):
    for message in (community.answer(thread), community.reply(thread), community.answer(thread, "Or ask your son.")):
        actions.accept(message=message, by=policies.holder(thread), at=noon)

    assert Discussion.objects.get().accepted == 3


def test_what_did_not_help_after_all_makes_us_owe_an_answer_again(thread, noon):
    message = community.answer(thread)
    actions.accept(message=message, by=policies.holder(thread), at=noon)

    actions.unaccept(message=message, by=policies.holder(thread), at=noon + DAY)

    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human) == (State.OPEN, True)
    assert thread.answer_due_at is not None


def test_strangers_peers_and_outsiders_accept_nothing(thread, noon, outsider):
    message, other = community.answer(thread), community.question("Another")

    for somebody in (policies.holder(other), outsider, feedback.agent("Una", "Observer")):
        for move in (actions.accept, actions.unaccept):
            with pytest.raises(PermissionDenied):
                move(message=message, by=somebody, at=noon)
    assert not Standing.objects.exists()


def test_only_what_everybody_reads_and_only_an_answer_is_accepted(thread, noon):
    question = thread.messages.get()
    note = threads.note(thread=thread, text="Third time.", by=feedback.agent(), at=noon)

    for message in (question, note):
        with pytest.raises(NotThere):
            actions.accept(message=message, by=policies.holder(thread), at=noon)


def test_thanks_reach_who_confirmed_an_address(thread, noon):
    message = community.known(thread)

    actions.thank(message=message, words="You saved an evening.", by=feedback.agent(), at=noon)
    actions.thank(message=message, words="Twice", by=feedback.agent(), at=noon)

    letter = Delivery.objects.filter(address="ben@example.org").order_by("-pk").first()
    assert "You saved an evening." in letter.content.text
    assert Standing.objects.get().thanks == "You saved an evening."
    assert not silence.unthanked().exists()


@pytest.mark.parametrize("role", ["Observer", "Legal"])
def test_who_does_not_answer_thanks_nobody_and_puts_nothing_forward(thread, noon, role):
    message = community.answer(thread)

    for move in (actions.thank, actions.highlight, actions.unhighlight):
        for somebody in (feedback.agent("Una", role), policies.holder(thread)):
            with pytest.raises(PermissionDenied):
                move(message=message, by=somebody, at=noon)
    assert not Standing.objects.exists()


def test_a_reader_counts_once(thread, noon):
    message = community.answer(thread)

    counts = [actions.mark_helpful(message=message, voter=voter, at=noon) for voter in ("a", "a", "b")]

    assert counts == [1, 1, 2]
    assert (Standing.objects.get().helpful, Discussion.objects.get().helpful) == (2, 2)
    assert HelpfulMark.objects.count() == 2


def test_our_silence_where_only_peers_spoke_raises_an_alarm(thread, noon):
    community.answer(thread)
    alone = community.question("Nobody?", at=noon)
    private = feedback.thread("In private", at=noon)

    late = {each.reference: each.only_peers for each in silence.silent(noon + DAY)}

    assert late == {thread.reference: True, alone.reference: False}
    assert private.reference not in late
    assert not silence.silent(noon + timedelta(minutes=1)).exists()


def test_our_answer_ends_the_alarm(thread, noon):
    community.answer(thread)
    community.reply(thread)

    assert not silence.silent(noon + DAY).exists()
