"""Where a mail goes: into its conversation, a new one, or aside; never away."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.exceptions import PermissionDenied

from core.actor import SYSTEM
from core.delivery import parcels
from core.delivery.models import Delivery
from feedback.answering import actions as answering
from feedback.doors.mail import actions, tasks
from feedback.doors.mail.models import InboundMail
from feedback.doors.mail.states import State
from feedback.threads import actions as threads
from feedback.threads import addresses, queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Kind, Origin, ReplyBy
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


def test_a_mail_begins_a_conversation_in_its_language(noon):
    mail = mails.read(mails.raw("Bonjour, la lecture s’arrête depuis ce matin.", Subject="=?utf-8?q?Probl=C3=A8me?="))

    thread = mail.thread
    assert (mail.state, thread.origin, thread.reply_by) == (State.READ, Origin.EMAIL, ReplyBy.EMAIL)
    assert (thread.name, thread.email, thread.subject, thread.language) == ("Ana", "ana@example.org", "Problème", "fr")
    assert (thread.visibility, thread.quiet, thread.awaits_human) == ("private", False, True)


def test_the_clock_runs_from_when_the_mail_server_got_it(noon):
    kept = actions.keep(raw=mails.raw(), via="imap", sent_at=noon - HOUR, by=SYSTEM, at=noon)

    thread = actions.read(mail=kept, at=noon).thread

    assert thread.created_at == noon - HOUR


def test_an_answer_to_the_address_of_a_conversation_lands_there(thread, noon):
    text = "It did not help.\n\nOn Monday, Candor <status@candor.example> wrote:\n> Restart it once."
    mail = mails.read(mails.raw(text, to=addresses.address(thread)), at=noon + HOUR)

    thread.refresh_from_db()
    assert mail.thread == thread
    assert texts(thread) == ["It does not play.", "Restart it once.", "It did not help."]
    assert (thread.state, thread.awaits_human) == (ThreadState.OPEN, True)
    assert Thread.objects.count() == 1


def test_somebody_else_with_the_address_lands_there_under_his_own_name(thread):
    mails.read(mails.raw("I have it, too.", sender="Bob <bob@example.org>", to=addresses.address(thread)))

    last = queries.story(thread).last()
    assert (last.thread, last.label) == (thread, "bob@example.org (another address)")
    thread.refresh_from_db()
    assert thread.email == "ana@example.org"


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_an_answer_to_our_letter_lands_by_its_reference(thread, header):
    mail = mails.read(mails.raw("No luck.", sender="ANA@example.org", **{header: ours(thread)}))

    assert mail.thread == thread


def test_an_answer_to_his_own_mail_lands_by_its_reference(thread):
    assert mails.read(mails.raw("And one more thing.", In_Reply_To="<first@mail.example>")).thread == thread


def test_a_reference_alone_opens_nothing_to_somebody_else(thread):
    for reference in (ours(thread), "<first@mail.example>"):
        mail = mails.read(mails.raw("Let me in.", sender="eve@example.org", In_Reply_To=reference))
        assert mail.thread != thread


def test_a_forged_address_begins_a_new_conversation(thread):
    forged = addresses.address(thread).replace("@", "x@")

    assert mails.read(mails.raw("Let me in.", sender="eve@example.org", to=forged)).thread != thread


def test_mail_to_a_merged_conversation_lands_where_it_goes_on(thread):
    living = feedback.thread()
    Thread.objects.filter(pk=thread.pk).update(merged_into=living)
    Thread.objects.filter(pk=living.pk).update(awaits_human=False, state=ThreadState.ANSWERED)

    mails.read(mails.raw("More.", to=addresses.address(thread)))

    living.refresh_from_db()
    assert (living.state, living.awaits_human) == (ThreadState.OPEN, True)


def test_what_came_by_mail_is_not_shown_in_public(inbox, noon):
    thread = feedback.thread(visibility="public")

    mails.read(mails.raw("My number is 0123.", to=addresses.address(thread)))

    assert texts(thread, Kind.PRIVATE) == ["My number is 0123."]
    assert [each.text for each in queries.for_everybody(thread)] == [feedback.WORDS]


def test_the_same_mail_twice_is_one_row_and_one_message(inbox):
    given = mails.raw()

    first, second = mails.read(given), mails.read(b"Received: by another way\r\n" + given)

    assert (first.pk, Message.objects.count()) == (second.pk, 1)


def test_the_same_message_id_with_a_footer_is_kept_and_said_once(inbox):
    mails.read(mails.raw("Hello", Message_ID="<same@mail.example>"))
    twin = mails.read(mails.raw("Hello\n-- \nvia a list", Message_ID="<same@mail.example>"))

    assert (twin.state, Message.objects.count(), InboundMail.objects.count()) == (State.IGNORED, 1, 2)


def test_somebody_elses_mail_with_a_known_message_id_is_not_swallowed(inbox):
    mails.read(mails.raw("Hello", Message_ID="<same@mail.example>"))
    mail = mails.read(mails.raw("Other words", sender="bob@example.org", Message_ID="<same@mail.example>"))

    assert mail.state == State.READ
    assert texts(mail.thread) == ["Other words"]


@pytest.mark.parametrize("missing", ["Message_ID", "Subject"])
def test_a_mail_without_much_is_a_conversation_all_the_same(inbox, missing):
    assert mails.read(mails.raw("Hello there", **{missing: None})).thread.subject in ("Hello there", "Playback")


def test_a_mail_without_words_says_so(inbox):
    assert texts(mails.read(mails.raw("")).thread) == ["This mail has no words of its own."]


def test_a_mail_without_sender_is_kept_quiet(inbox):
    thread = mails.read(mails.raw(sender="")).thread

    assert (thread.email, thread.quiet, thread.reply_by) == ("", True, ReplyBy.LINK)


def test_more_than_a_message_may_hold_is_cut_and_says_so(inbox):
    (text,) = texts(mails.read(mails.raw("word " * 10_000)).thread)

    assert len(text) <= 20_000
    assert text.endswith("The mail goes on; the original is kept.")


def with_files(*files: tuple[str, bytes], **headers) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ana <ana@example.org>", headers.get("to", mails.INBOX), "Look"
    mail["Message-ID"] = "<files@mail.example>"
    mail.set_content("Look at this.")
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_files_come_with_a_mail_as_with_the_form(inbox, noon):
    given = with_files(("a.png", PNG), ("virus.exe", b"MZ\x90"), ("page.html", b"<script>"))
    mails.read(given, at=noon)
    (message,) = Message.objects.all()

    assert [(each.name, each.kind) for each in message.attachments.all()] == [("a.png", "image/png")]
    assert message.text == "Look at this.\n\nFiles we do not take, kept with the original alone: virus.exe, page.html"


def test_files_of_a_mail_that_could_not_be_placed_leave_no_bytes(inbox, noon, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("feedback.threads.actions.attach", None)
    with pytest.raises(TypeError):
        mails.read(with_files(("a.png", PNG)), at=noon)

    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
    assert Thread.objects.count() == 0


# Attempts


def test_a_mail_that_stops_its_reader_three_times_is_left_for_a_person(inbox, noon):
    mail = actions.keep(raw=mails.raw(), via="imap", by=SYSTEM, at=noon)

    assert [actions.begin(mail=mail, at=noon) for _each in range(4)] == [True, True, True, False]
    assert not actions.begin(mail=mail, at=noon + HOUR)

    mail.refresh_from_db()
    assert (mail.state, bool(mail.raw)) == (State.FAILED, True)


def test_staff_make_a_conversation_of_what_was_put_aside(inbox, noon, outsider):
    mails.read(mails.raw("Hello", Message_ID="<same@mail.example>"))
    twin = mails.read(mails.raw("Not the same at all", Message_ID="<same@mail.example>"))

    with pytest.raises(PermissionDenied):
        actions.read_again(mail=twin, by=outsider, at=noon)
    again = actions.read_again(mail=twin, by=feedback.agent(), at=noon)

    assert again.state == State.READ
    assert texts(again.thread)[-1] == "Not the same at all"


def test_a_lost_wake_up_is_found_by_the_next_look(inbox, noon, settings):
    mail = actions.keep(raw=mails.raw(), via="imap", by=SYSTEM, at=noon)

    tasks.read(mail.pk)
    tasks.read(mail.pk)

    assert Message.objects.count() == 1


def test_originals_are_emptied_after_two_months_and_still_known(inbox, noon):
    given = mails.raw()
    mail = mails.read(given, at=noon)

    assert actions.forget_raw(at=noon + timedelta(days=59)) == 0
    assert actions.forget_raw(at=noon + timedelta(days=61)) == 1
    assert actions.forget_raw(at=noon + timedelta(days=61)) == 0

    again = mails.read(given, at=noon + timedelta(days=62))
    assert (again.pk, Message.objects.count(), again.raw) == (mail.pk, 1, b"")
    with pytest.raises(Exception, match="emptied"):
        actions.read_again(mail=InboundMail.objects.get(), by=feedback.agent(), at=noon)


def test_closing_is_no_wall(thread, noon):
    threads.close(thread=thread, by=feedback.agent(), at=noon)

    mails.read(mails.raw("It is back.", to=addresses.address(thread)))

    thread.refresh_from_db()
    assert (thread.state, thread.awaits_human) == (ThreadState.OPEN, True)
