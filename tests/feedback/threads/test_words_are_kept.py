"""Criticism cannot be erased: the database itself refuses, by whatever road."""

import pytest
from django.db import DatabaseError, connection, transaction

from feedback.threads import actions, policies
from feedback.threads.actions.sort import SaidInPrivate
from feedback.threads.models import Message
from feedback.threads.states import Kind, PrivateFor, Visibility
from tests.factories import feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(noon):
    feedback.registers()
    return feedback.thread(visibility="public", at=noon)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM feedback_message", "UPDATE feedback_message SET text = 'I am delighted.'"],
)
def test_no_statement_deletes_or_rewrites_what_somebody_said(thread, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Message.objects.get().text == feedback.WORDS


def test_nor_does_the_orm(thread):
    for delete in (thread.delete, Message.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            delete()
    assert Message.objects.count() == 1


def test_words_may_be_emptied_to_make_a_person_anonymous(thread):
    Message.objects.update(text="", html="", label="")

    assert Message.objects.get().text == ""


def test_public_words_with_personal_data_come_in_private(noon):
    thread = feedback.thread("Call me: 06 12 34 56 78", visibility="public")

    message = thread.messages.get()
    assert (thread.visibility, message.kind, message.private_for) == (
        Visibility.PRIVATE,
        Kind.PRIVATE,
        PrivateFor.PERSONAL_DATA,
    )


def test_what_is_said_later_is_private_alone(thread, noon):
    actions.add(thread=thread, text="My card: 4242 4242 4242 4242", by=policies.holder(thread), at=noon)
    actions.add(thread=thread, text="It still fails.", by=policies.holder(thread), at=noon)

    thread.refresh_from_db()
    kinds = [message.kind for message in thread.messages.order_by("id")]
    assert (thread.visibility, kinds) == (Visibility.PUBLIC, [Kind.PUBLIC, Kind.PRIVATE, Kind.PUBLIC])


def test_staff_cannot_show_everybody_what_came_in_private(noon):
    thread = feedback.thread(at=noon)

    with pytest.raises(SaidInPrivate):
        actions.show(thread=thread, visibility="public", by=feedback.agent(), at=noon)
