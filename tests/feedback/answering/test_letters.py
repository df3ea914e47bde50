"""A letter of ours belongs to its conversation, and says honestly whether a program wrote it."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM
from core.delivery import tasks
from feedback.answering import actions as answering
from feedback.answering import automatic, carriers
from feedback.threads import actions, addresses, policies
from feedback.threads.actions.steps import say
from feedback.threads.models import Thread
from feedback.threads.states import Author
from tests.factories import feedback

MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(settings):
    settings.INBOUND_EMAIL = "reply@candor.example"


@pytest.fixture
def thread(db, noon):
    feedback.registers()
    return feedback.thread(origin="email", remote_id="<first@mail.example>", at=noon)


def letters(smtp_server):
    tasks.drain("email")
    return [each.message for each in smtp_server.to("ana@example.org")]


@pytest.mark.django_db(transaction=True)
def test_a_humans_answer_is_no_automatic_mail_and_continues_the_customers(smtp_server, inbox, thread, noon):
    answering.reply(thread=thread, text="Restart it once.", by=feedback.agent(), at=noon + MINUTE)
    remote = {"remote_id": "<second@mail.example>"}
    actions.add(thread=thread, text="No luck.", by=policies.holder(thread), at=noon + 2 * MINUTE, **remote)
    answering.reply(thread=thread, text="We are sorry. We look.", by=feedback.agent(), at=noon + 3 * MINUTE)

    first, second = letters(smtp_server)

    assert first["Auto-Submitted"] is None
    assert first["X-Auto-Response-Suppress"] is None
    assert first["In-Reply-To"] == "<first@mail.example>"
    assert second["In-Reply-To"] == "<second@mail.example>"
    assert second["References"].split() == ["<first@mail.example>", first["Message-ID"], "<second@mail.example>"]
    assert addresses.thread_of(second["Reply-To"]) == thread


@pytest.mark.django_db(transaction=True)
def test_thanks_say_that_a_program_wrote_them(smtp_server, inbox, thread, noon):
    message = say(thread, text="Thank you.", author=Author.AUTOMATIC, by=SYSTEM, at=noon)
    carriers.owe(thread, message, by=SYSTEM, at=noon)

    (mail,) = letters(smtp_server)

    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-replied", "All")


@pytest.mark.django_db(transaction=True)
def test_without_an_inbound_address_nobody_is_asked_to_answer_there(smtp_server, thread, noon):
    answering.reply(thread=thread, text="Restart it once.", by=feedback.agent(), at=noon)

    (mail,) = letters(smtp_server)

    assert mail["Reply-To"] is None
    assert "Answer this mail" not in mail.get_body(("plain",)).get_content()


@pytest.mark.django_db
def test_the_address_of_a_thread_opens_that_thread_alone(inbox, thread, settings):
    address = addresses.address(thread)
    local, _at, domain = address.partition("@")

    assert len(local) <= 64
    assert addresses.thread_of(address.upper()) == thread
    broken = [local[:-1] + ("a" if local[-1] != "a" else "b"), local[:-1], local + "a", "reply", "reply+"]
    assert [addresses.thread_of(f"{each}@{domain}") for each in broken] == [None] * 5
    assert addresses.thread_of(address.replace("candor.example", "elsewhere.example")) is None
    other = feedback.thread()
    crossed = addresses.address(other).partition("-")[0] + "-" + address.partition("-")[2]
    assert addresses.thread_of(crossed) is None


@pytest.mark.django_db
def test_a_replaced_key_and_another_secret_void_the_address(inbox, thread, settings):
    address = addresses.address(thread)

    Thread.objects.update(key_version=2)
    assert addresses.thread_of(address) is None
    Thread.objects.update(key_version=1)
    settings.SECRET_KEY = "another " * 8
    assert addresses.thread_of(address) is None


@pytest.mark.django_db
def test_nothing_automatic_is_said_twice_or_to_a_program(thread, noon):
    assert automatic.may_tell(thread, at=noon)

    say(thread, text="Thank you.", author=Author.AUTOMATIC, by=SYSTEM, at=noon)

    assert not automatic.may_tell(thread, at=noon)
    assert not automatic.may_tell(feedback.thread(quiet=True, email="bot@example.org"), at=noon)


@pytest.mark.django_db
def test_one_address_hears_three_automatic_messages_a_day(noon):
    threads = [feedback.thread(text=f"Question {number}") for number in range(4)]
    for thread in threads[:3]:
        assert automatic.may_tell(thread, at=noon)
        say(thread, text="Thank you.", author=Author.AUTOMATIC, by=SYSTEM, at=noon)

    assert not automatic.may_tell(threads[3], at=noon)
    assert automatic.may_tell(feedback.thread(email="bea@example.org"), at=noon)
    assert automatic.may_tell(threads[3], at=noon + timedelta(days=1, minutes=1))
