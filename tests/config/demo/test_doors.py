"""Who tries the demo writes a mail to it, and finds the conversation; nothing waits at a door that is closed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiosmtpd.smtp import Envelope

from config.demo import doors, postbox
from feedback.doors.hooks.models import FeedbackSource
from feedback.threads.models import Thread
from feedback.threads.states import Origin
from tests.factories import feedback, mails
from tests.queue import work_off


def send(to: str) -> None:
    envelope = Envelope()
    envelope.content, envelope.rcpt_tos = mails.raw("It stops.", to=to), [to]
    with ThreadPoolExecutor(1) as elsewhere:  # the browser of other tests keeps a loop running in this thread
        said = elsewhere.submit(asyncio.run, postbox.Keeper().handle_DATA(None, None, envelope)).result()
    assert said.startswith("250")


@pytest.mark.django_db(transaction=True)
def test_a_mail_to_the_demos_address_becomes_a_conversation(settings, tmp_path):
    settings.VAR_DIR, settings.INBOUND_EMAIL = tmp_path, "help@palomine.example"
    feedback.registers()

    send("ana@example.org")
    send("help@palomine.example")
    work_off()

    thread = Thread.objects.get()
    assert (thread.origin, thread.email) == (Origin.EMAIL, "ana@example.org")
    assert postbox.count() == 2, "the mailbox page shows both"


@pytest.mark.django_db
def test_the_demos_source_is_there_to_look_at_and_takes_nothing(noon):
    doors.open_(noon)

    assert list(FeedbackSource.objects.values_list("slug", "is_active")) == [("app-reviews", False)]
