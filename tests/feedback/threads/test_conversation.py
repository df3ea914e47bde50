from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.actor import visitor
from core.delivery import tasks
from core.web.errors import Invalid
from feedback.answering import actions as answering
from feedback.threads import actions, links, policies, queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Kind, State
from tests.factories import feedback

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def thread(noon):
    feedback.registers()
    return feedback.thread(at=noon)


def test_a_word_becomes_a_thread_that_awaits_a_human(thread, noon):
    assert (thread.state, thread.awaits_human, thread.subject) == (State.NEW, True, feedback.WORDS)
    assert thread.answer_due_at == noon + timedelta(minutes=30)
    assert links.opens(thread, links.key(thread))
    assert not links.opens(feedback.thread(), links.key(thread))


def test_sorted_again_its_clock_runs_from_when_the_customer_wrote(thread, noon):
    sorted_one = actions.triage(thread=thread, register_id="idea", by=feedback.agent(), at=noon + HOUR)

    assert (sorted_one.state, sorted_one.answer_due_at) == (State.TRIAGED, noon + timedelta(days=2))


def test_a_crisis_is_hidden_from_everybody_at_once(noon):
    feedback.registers()
    thread = feedback.thread(visibility="public")

    actions.triage(thread=thread, register_id="crisis", by=feedback.agent(), at=noon)

    assert not Thread.objects.readable().exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_reaches_the_customer_by_mail_with_the_link_to_everything(smtp_server, noon):
    feedback.registers()
    thread = feedback.thread(at=noon)

    answering.reply(thread=thread, text="We are sorry. Restart it once.", by=feedback.agent(), at=noon + HOUR)
    tasks.drain("email")

    (mail,) = smtp_server.to("ana@example.org")
    words = mail.message.get_body(("plain",)).get_content()
    assert "We are sorry. Restart it once." in words
    assert links.url(thread) in words
    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human, thread.first_answer_at) == (State.ANSWERED, False, noon + HOUR)


def test_the_customer_says_more_and_the_thread_goes_on(thread, noon):
    answering.reply(thread=thread, text="Restart it once.", by=feedback.agent(), at=noon)

    actions.add(thread=thread, text="It did not help.", by=policies.holder(thread), at=noon + HOUR)

    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human) == (State.OPEN, True)
    assert thread.answer_due_at == noon + HOUR + timedelta(minutes=30)


def test_the_same_form_sent_twice_is_one_thread(noon):
    first, second = (feedback.thread(form_token="abc") for _again in range(2))

    assert (first.pk, Message.objects.count()) == (second.pk, 1)


def test_a_note_is_for_colleagues_alone(thread, noon):
    actions.note(thread=thread, text="Third time this week.", by=feedback.agent(), at=noon)

    assert queries.story(thread).filter(kind=Kind.NOTE).count() == 1
    assert [each.text for each in queries.for_customer(thread)] == [feedback.WORDS]


def test_an_empty_word_is_refused_with_what_to_do(noon):
    with pytest.raises(Invalid, match="nothing has been sent"):
        feedback.thread("  \x00 ")
    assert not Thread.objects.exists()


@pytest.mark.parametrize("role", ["Observer", "Legal", "Training lead"])
def test_who_does_not_listen_neither_sorts_nor_answers(thread, noon, role):
    somebody = feedback.agent("Una Other", role)

    with pytest.raises(PermissionDenied):
        actions.triage(thread=thread, register_id="problem", by=somebody, at=noon)
    with pytest.raises(PermissionDenied):
        answering.reply(thread=thread, text="Hello", by=somebody, at=noon)
    thread.refresh_from_db()
    assert thread.state == State.NEW


def test_a_stranger_adds_nothing_to_somebody_elses_thread(thread, noon):
    other = feedback.thread()

    for stranger in (visitor(), policies.holder(other)):
        with pytest.raises(PermissionDenied):
            actions.add(thread=thread, text="Hello", by=stranger, at=noon)
    assert thread.messages.count() == 1
