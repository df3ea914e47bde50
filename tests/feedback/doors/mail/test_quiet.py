"""What no program of ours answers (RFC 3834), and what waits because there is too much of it."""

from datetime import timedelta

import pytest

from core.delivery import parcels
from core.delivery.models import Delivery
from feedback.answering import actions as answering
from feedback.answering import automatic
from feedback.doors.mail.states import State
from feedback.threads import addresses, queries
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, Kind
from feedback.threads.states import State as ThreadState
from tests.factories import feedback, mails

pytestmark = pytest.mark.usefixtures("inbox")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
HOUR = timedelta(hours=1)


@pytest.fixture
def thread(inbox, noon):
    """Ana wrote by mail and was answered."""
    thread = mails.read(mails.raw(Message_ID="<first@mail.example>"), at=noon).thread
    answering.reply(thread=thread, text="Restart it once.", by=feedback.agent(), at=noon)
    return thread


def ours(thread) -> str:
    """The Message-ID of our newest letter."""
    row = Delivery.objects.select_related("broadcast").order_by("-pk").first()
    return parcels.message_id(row.pk, row.broadcast.key)


def texts(thread, kind=None):
    rows = queries.story(thread)
    return [each.text for each in (rows.filter(kind=kind) if kind else rows)]


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<l.example>"}, {"Return_Path": "<>"}],
)
def test_e01_a_programs_mail_is_stored_and_nothing_automatic_answers(inbox, noon, headers):
    """E01"""
    thread = mails.read(mails.raw(**headers)).thread

    assert thread.quiet
    assert not automatic.may_tell(thread, at=noon)


@pytest.mark.parametrize("sender", ["status@candor.example", mails.INBOX, "reply+abc@candor.example"])
def test_e01_mail_from_our_own_address_is_kept_and_nothing_more(inbox, sender):
    """E01"""
    mail = mails.read(mails.raw(sender=sender))

    assert (mail.state, Thread.objects.count()) == (State.IGNORED, 0)


def test_an_absence_note_does_not_reopen_what_was_answered(thread, noon):
    mail = mails.read(mails.raw("I am away.", to=addresses.address(thread), Auto_Submitted="auto-replied"))

    thread.refresh_from_db()
    assert (mail.thread, thread.state, thread.awaits_human) == (thread, ThreadState.ANSWERED, False)
    assert texts(thread, Kind.NOTE) == ["I am away."]


@pytest.mark.parametrize("formal", [True, False])
def test_a_bounce_is_told_in_the_conversation_once_and_begins_none(thread, formal):
    for reply in ("550 5.1.1 No such user", "554 5.4.7 Given up"):
        mail = mails.read(mails.bounce(ours(thread), formal=formal, reply=reply))

    assert (mail.state, mail.thread, Thread.objects.count()) == (State.IGNORED, thread, 1)
    (note,) = texts(thread, Kind.NOTE)
    assert note.startswith("Our letter did not arrive")


def test_a_bounce_of_what_we_never_sent_changes_nothing(thread):
    for of in ("<1.0123456789abcdef@candor.example>", "<spam@elsewhere.example>"):
        mail = mails.read(mails.bounce(of))
        assert (mail.state, mail.thread) == (State.IGNORED, None)
    assert texts(thread, Kind.NOTE) == []


def test_a_flood_of_one_sender_is_held_and_not_dropped(inbox, noon, monkeypatch):
    monkeypatch.setattr("feedback.doors.mail.queries.FLOOD", 3)

    found = [mails.read(mails.raw(f"Number {number}"), at=noon).thread for number in range(5)]

    assert [each.held_for for each in found] == ["", "", "", HeldFor.LIMIT, HeldFor.LIMIT]
    assert mails.read(mails.raw(sender="bea@example.org"), at=noon).thread.held_for == ""


def test_what_the_mail_server_calls_spam_is_held(inbox):
    assert mails.read(mails.raw(X_Spam_Flag="YES")).thread.held_for == HeldFor.SPAM
