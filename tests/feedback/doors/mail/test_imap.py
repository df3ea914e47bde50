"""The mailbox: a real Dovecot, and what goes wrong between two steps."""

import socket
import ssl
import threading
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from config import mail_in
from feedback.answering import actions as answering
from feedback.doors.mail import actions, imap, tasks
from feedback.doors.mail.models import InboundMail, Mailbox
from feedback.doors.mail.states import State
from feedback.threads import addresses
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author
from tests import dovecot
from tests.factories import feedback, mails
from tests.queue import work_off

pytestmark = [pytest.mark.imap, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user(mailbox_names):
    return next(mailbox_names)


def url(server, user, *, scheme="imap", query=""):
    port = server.imaps if scheme == "imaps" else server.imap
    return f"{scheme}://{user}:{quote(dovecot.PASSWORD, safe='')}@127.0.0.1:{port}/INBOX{query}"


@pytest.fixture
def box(server, user, inbox, settings, monkeypatch):
    """Our settings point to this mailbox; gives a function that delivers to it."""
    monkeypatch.setenv("INBOUND_IMAP_URL", url(server, user))
    settings.INBOUND_IMAP = mail_in.imap()
    settings.INBOUND_EMAIL = f"{user}@candor.example"

    def deliver(raw: bytes, *, to: str = "", sender: str = "ana@example.org") -> None:
        server.deliver(to or settings.INBOUND_EMAIL, raw, sender)

    return deliver


def said():
    """What customers said; automatic thanks are beside it."""
    return Message.objects.filter(author=Author.CUSTOMER).order_by("pk")


def poll():
    tasks.poll()
    work_off()


def test_mail_is_fetched_read_and_marked_as_seen(server, user, box):
    box(mails.raw("It does not play."))
    poll()

    (mail,) = InboundMail.objects.all()
    assert (mail.state, mail.via, mail.thread.email) == (State.READ, "imap", "ana@example.org")
    assert b"It does not play." in bytes(mail.raw)
    assert server.count(user, criteria="UNSEEN") == 0
    poll()
    assert said().count() == 1


def test_mail_may_be_moved_away_once_it_is_kept(server, user, box, settings, monkeypatch):
    monkeypatch.setenv("INBOUND_IMAP_URL", url(server, user, query="?move=Kept"))
    settings.INBOUND_IMAP = mail_in.imap()
    box(mails.raw())
    box(mails.raw())
    poll()

    assert (server.count(user), server.count(user, "Kept"), said().count()) == (0, 2, 2)


def test_what_lay_there_read_before_we_came_is_left_alone(server, user, box):
    box(mails.raw("Long ago, answered by hand"))
    with server.opened(user) as mailbox:
        mailbox.flag(mailbox.uids(), "\\Seen", True)
    box(mails.raw("Unseen yet"))
    poll()

    assert [each.text for each in said()] == ["Unseen yet"]


def test_what_a_colleague_opened_in_another_program_is_fetched_all_the_same(server, user, box):
    poll()
    box(mails.raw("Opened by a colleague"))
    with server.opened(user) as mailbox:
        mailbox.flag(mailbox.uids(), "\\Seen", True)
    poll()

    assert said().count() == 1


@pytest.mark.parametrize("at", ["save", "_put_away"])
def test_a_crash_after_keeping_loses_and_doubles_nothing(box, monkeypatch, at):
    box(mails.raw())
    box(mails.raw())

    class Killed(BaseException):
        pass

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        if at == "save":
            poll_once = Mailbox.save
            patch.setattr(
                Mailbox,
                "save",
                lambda self, **kw: die() if kw.get("update_fields") == ["last_uid"] else poll_once(self, **kw),
            )
        else:
            patch.setattr(imap, at, die)
        with pytest.raises(Killed):
            tasks.poll()
    assert InboundMail.objects.count() == 1
    poll()

    assert (InboundMail.objects.count(), said().count()) == (2, 2)


def test_a_folder_made_anew_is_read_from_its_beginning_without_doubles(server, user, box):
    given = mails.raw("Before")
    box(given)
    poll()
    Mailbox.objects.update(validity=1, last_uid=999)
    box(mails.raw("After"))
    poll()

    assert [each.text for each in said()] == ["Before", "After"]


def test_of_a_huge_mail_the_beginning_is_kept(box, monkeypatch):
    monkeypatch.setattr(imap, "MOST_BYTES", 50_000)
    monkeypatch.setattr(imap, "BEGINNING", 10_000)
    box(mails.raw("Look at this.\r\n" + "x" * 70 + "\r\n" * 40_000))
    box(mails.raw("Next"))
    poll()

    huge, after = InboundMail.objects.order_by("pk")
    assert (huge.is_cut, len(huge.raw) <= 10_000, huge.size > 50_000) == (True, True, True)
    assert said().get(thread=huge.thread).text.startswith("Look at this.")
    assert after.state == State.READ


def test_e04_hostile_mails_are_stored_and_the_next_one_is_read(box):
    """E04"""
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(200))
    deep += "Content-Type: text/plain\r\n\r\ndeep words\r\n" + "".join(f"--b{n}--\r\n" for n in reversed(range(200)))
    charset = b"From: Ana <ana@example.org>\r\nContent-Type: text/plain; charset=no-such\r\n\r\ncaf\xe9 \x80\r\n"
    for raw in (f"From: a@example.org\r\n{deep}".encode(), charset, mails.raw("The next one")):
        box(raw)
    poll()

    assert [each.state for each in InboundMail.objects.all()] == [State.READ] * 3
    first, second, third = (each.text for each in said())
    assert (first, third) == ("deep words", "The next one")
    assert second.startswith("café")


def test_e04_the_same_message_id_twice_in_parallel_is_one_message(box, noon):
    """E04"""
    for copy in range(4):
        box(b"X-Way: %d\r\n" % copy + mails.raw(f"Hello {copy}", Message_ID="<same@mail.example>"))
    imap.poll()
    ids = list(InboundMail.objects.values_list("pk", flat=True))
    barrier = threading.Barrier(4)

    def read(pk):
        try:
            barrier.wait()
            actions.read(mail=InboundMail.objects.get(pk=pk), at=noon)
        finally:
            connection.close()

    workers = [threading.Thread(target=read, args=[pk]) for pk in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (len(ids), said().count(), Thread.objects.count()) == (4, 1, 1)


def test_two_pollers_at_once_make_no_double(box):
    for number in range(6):
        box(mails.raw(f"Number {number}"))

    def look():
        try:
            imap.poll()
        finally:
            connection.close()

    workers = [threading.Thread(target=look) for _each in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    poll()

    assert (InboundMail.objects.count(), said().count()) == (6, 6)


# What cannot be reached


def test_an_unknown_certificate_is_refused_and_a_known_one_taken(server, user, box, settings, monkeypatch):
    box(mails.raw())
    monkeypatch.setenv("INBOUND_IMAP_URL", url(server, user, scheme="imaps"))
    settings.INBOUND_IMAP = mail_in.imap()

    with pytest.raises(imap.CannotFetch, match="certificate"):
        imap.poll()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.root / "tls.crt"))
    assert ssl.create_default_context().get_ca_certs()
    assert imap.poll() == 1


def test_a_wrong_password_is_told_to_staff_without_the_password(server, user, box, settings, client):
    box(mails.raw())
    right = settings.INBOUND_IMAP
    settings.INBOUND_IMAP = mail_in.Imap("imap", "127.0.0.1", server.imap, user, "Wrong-Secret-1", "INBOX", "")
    tasks.poll()

    mailbox = Mailbox.objects.get()
    assert mailbox.failures == 1
    assert "AUTHENTICATIONFAILED" in mailbox.error
    assert "Wrong-Secret-1" not in mailbox.error
    settings.INBOUND_IMAP = right
    poll()
    mailbox.refresh_from_db()
    assert (mailbox.failures, mailbox.error, said().count()) == (0, "", 1)


@pytest.mark.timed
def test_a_silent_server_ends_the_look_in_time(inbox, settings, monkeypatch):
    monkeypatch.setattr(imap, "CONNECT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.INBOUND_IMAP = mail_in.Imap("imap", "127.0.0.1", silent.getsockname()[1], "u", "p", "INBOX", "")
        began = time.monotonic()
        with pytest.raises(imap.CannotFetch):
            imap.poll()
    assert time.monotonic() - began < 10


# There and back


def test_a_conversation_by_mail_goes_there_and_back_and_there(server, user, box, smtp_server):
    box(mails.raw("It does not play."))
    poll()
    thread = Thread.objects.get()
    answering.reply(thread=thread, text="We are sorry. Restart it once.", by=feedback.agent(), at=timezone.now())
    work_off()

    (letter,) = [each.message for each in smtp_server.to("ana@example.org") if not each.message["Auto-Submitted"]]
    assert letter["In-Reply-To"].endswith("@mail.example>")
    quoted = "".join(f"> {line}\n" for line in letter.get_body(("plain",)).get_content().splitlines())
    box(
        mails.raw(f"Thank you, it plays.\n\nOn Monday, Candor wrote:\n{quoted}", In_Reply_To=letter["Message-ID"]),
        to=str(letter["Reply-To"]),
    )
    poll()

    assert Thread.objects.count() == 1
    spoken = thread.messages.exclude(author=Author.AUTOMATIC).order_by("pk")  # a mail server tells whole seconds
    assert [each.text for each in spoken] == [
        "It does not play.",
        "We are sorry. Restart it once.",
        "Thank you, it plays.",
    ]
    assert addresses.thread_of(str(letter["Reply-To"])) == thread
