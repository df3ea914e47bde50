"""Two mailboxes of ours, a real mail server between them, and nobody to stop them but themselves."""

import pytest

from config import mail_in
from feedback.answering import tasks as answering
from feedback.doors.mail import tasks
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author
from tests import dovecot
from tests.factories import mails
from tests.queue import work_off

pytestmark = [pytest.mark.imap, pytest.mark.django_db(transaction=True)]
HOUSES = ("candor.example", "other.example")


@pytest.fixture
def post_office(server, mailbox_names, inbox, settings, smtp_server):
    """Both addresses and the way to look into each; what we send to one of them lies in its mailbox at once."""
    users = dict(zip(HOUSES, (next(mailbox_names), next(mailbox_names)), strict=True))

    def carry(to: str, raw: bytes) -> None:
        house = to.rpartition("@")[2]
        if house in users:
            server.deliver(f"{users[house]}@{house}", raw, settings.DEFAULT_FROM_EMAIL)

    smtp_server.on_data = carry

    def look_into(house: str) -> None:
        """As the installation of this house does: it has its own address and its own sender."""
        settings.INBOUND_EMAIL = f"reply@{house}"
        settings.DEFAULT_FROM_EMAIL = f"Candor <reply@{house}>"
        settings.INBOUND_IMAP = mail_in.Imap(
            "imap", "127.0.0.1", server.imap, users[house], dovecot.PASSWORD, "INBOX", ""
        )
        tasks.poll()
        work_off()
        answering.thank_new()  # as the supervisor asks for every few seconds
        work_off()

    return carry, look_into


@pytest.mark.parametrize("sender", ["reply@other.example", "Ana <ana@example.org>"])
def test_e02_two_of_our_mailboxes_that_answer_each_other_say_one_automatic_thing(post_office, sender, smtp_server):
    """E02"""
    carry, look_into = post_office
    carry("reply@candor.example", mails.raw("Is anybody there? It does not play.", sender=sender))
    for _round in range(6):
        for house in HOUSES:
            look_into(house)

    automatic = [each for each in smtp_server.received if each.message["Auto-Submitted"]]
    assert len(automatic) == 1
    assert Message.objects.filter(author=Author.AUTOMATIC).count() == 1
    first = Thread.objects.order_by("pk").first()
    assert not first.quiet
    assert all(thread.quiet for thread in Thread.objects.exclude(pk=first.pk))


def test_e02_a_program_that_hides_it_hears_three_a_day_and_no_more(post_office, smtp_server, settings):
    """E02: the other side answers everything under a new name each time and says nothing of being a program."""
    carry, look_into = post_office
    carry("reply@candor.example", mails.raw("Hello", sender="bot@bots.example"))
    for number in range(8):
        look_into(HOUSES[0])
        if smtp_server.to("bot@bots.example"):
            carry("reply@candor.example", mails.raw(f"You wrote to me! {number}", sender="bot@bots.example"))

    assert len(smtp_server.to("bot@bots.example")) == settings.AUTOMATIC_PER_DAY
