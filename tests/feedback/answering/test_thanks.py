"""Automatic thanks: soon, once, in the customer's language; never instead of a person (F04)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.actor import SYSTEM
from core.delivery import tasks as delivery
from feedback.answering import actions, queries, suggestions, tasks, thankswords
from feedback.threads import actions as threads
from feedback.threads import links
from feedback.threads.states import Author, State
from tests.factories import catalogue, feedback

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _registers(db):
    feedback.registers()


def automatic(thread):
    return [each.text for each in thread.messages.filter(author=Author.AUTOMATIC)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("register", ["problem", "complaint"])
def test_f04_thanked_by_mail_the_thread_still_needs_a_human(register, smtp_server):
    feedback.registers()
    now = timezone.now()
    thread = feedback.thread(register=register, at=now)

    tasks.thank(thread.pk)
    delivery.drain("email")

    (mail,) = smtp_server.to("ana@example.org")
    words = mail.message.get_body(("plain",)).get_content()
    assert words.startswith("Hello Ana,")
    assert thread.reference in words
    assert links.url(thread) in words
    assert "A person answers you by" in words
    assert mail.message["Auto-Submitted"] == "auto-replied"
    assert feedback.WORDS not in mail.message["Subject"]
    thread.refresh_from_db()
    assert thread.acknowledged_at is not None
    assert (thread.awaits_human, thread.first_answer_at, thread.state) == (True, None, State.NEW)
    assert thread.answer_due_at is not None


@pytest.mark.parametrize(
    ("register", "thanked"),
    [
        *((each, True) for each in ("complaint", "problem", "question", "idea", "compliment", None)),
        *((each, False) for each in ("opportunity", "crisis", "campaign_echo")),
    ],
)
def test_who_is_thanked_is_the_policys_say(register, thanked, noon):
    thread = feedback.thread(register=register, at=noon)

    actions.thank(thread=thread, by=SYSTEM, at=noon)

    assert bool(automatic(thread)) is thanked


@pytest.mark.parametrize(
    ("fields", "thanked"),
    [
        ({"origin": "email"}, True),
        ({"origin": "form"}, True),
        ({"origin": "api"}, False),
        ({"origin": "staff"}, False),
        ({"origin": "phone", "reply_by": "phone", "telephone": "+33612345678"}, False),
        ({"reply_by": "link", "email": ""}, True),  # it stands on the private page
        ({"quiet": True}, False),
        ({"held_for": "spam"}, False),
    ],
)
def test_what_nobody_has_sorted_gets_a_neutral_word_by_form_or_mail_only(fields, thanked, noon):
    thread = feedback.thread(at=noon, **fields)

    actions.thank(thread=thread, by=SYSTEM, at=noon)

    assert bool(automatic(thread)) is thanked
    if thanked:
        assert str(thankswords.NEUTRAL) in automatic(thread)[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "A person answers you by"), ("fr", "Une personne vous répond avant"), ("ja", "担当者")],
)
def test_in_the_customers_language(language, said, noon):
    thread = feedback.thread(register="problem", language=language, at=noon)

    actions.thank(thread=thread, by=SYSTEM, at=noon)

    (text,) = automatic(thread)
    assert said in text
    assert language == "en" or "Thank" not in text


def test_once_per_thread_however_often_it_is_woken_or_sorted(noon):
    thread = feedback.thread(register="problem", at=noon)
    for _again in range(3):
        actions.thank(thread=thread, by=SYSTEM, at=noon)
    threads.triage(thread=thread, register_id="question", by=feedback.agent(), at=noon)
    actions.thank(thread=thread, by=SYSTEM, at=noon)

    assert len(automatic(thread)) == 1


def test_after_a_humans_answer_there_is_nothing_to_thank_for(noon):
    thread = feedback.thread(register="problem", at=noon)
    actions.reply(thread=thread, text="Restart it once.", by=feedback.agent(), at=noon)

    assert actions.thank(thread=thread, by=SYSTEM, at=noon) is None


def test_only_the_system_thanks_by_itself(noon):
    with pytest.raises(PermissionDenied):
        actions.thank(thread=feedback.thread(register="idea"), by=feedback.agent(), at=noon)


def test_the_sweep_sends_what_a_lost_wake_up_left_and_nothing_else():
    now = timezone.now()
    left = feedback.thread(register="problem", at=now - 5 * MINUTE)
    held = feedback.thread(register="problem", held_for="limit", at=now, email="held@example.org")
    crisis = feedback.thread(register="crisis", at=now, email="cora@example.org")
    old = feedback.thread(register="problem", at=now - timedelta(days=2), email="olga@example.org")
    threads.close(thread=(over := feedback.thread(register="idea", at=now, email="o@x.org")), by=SYSTEM, at=now)

    tasks.thank_owed()
    tasks.thank_owed()

    assert [len(automatic(each)) for each in (left, held, crisis, old, over)] == [1, 0, 0, 0, 0]


def test_over_the_limit_of_an_address_thanks_wait_and_hold_nobody_else_up(settings, monkeypatch):
    now = timezone.now()
    flood = [feedback.thread(register="problem", at=now - MINUTE, text=f"Again {number}") for number in range(6)]
    other = feedback.thread(register="problem", at=now, email="bea@example.org")
    monkeypatch.setattr(tasks, "AT_ONCE", 3)

    tasks.thank_owed()
    tasks.thank_owed()

    assert sum(len(automatic(each)) for each in flood) == settings.AUTOMATIC_PER_DAY
    assert len(automatic(other)) == 1
    assert not queries.to_thank(now).exists()


def test_articles_stand_in_the_thanks_for_a_question_three_at_most(noon):
    catalogue.third_party("Farlane CDN", en="one of our delivery partners")
    known = [(f"What to do when {name} fails", f"https://help.example/{name}") for name in ("a", "b", "c", "d")]
    known[0] = ("When Farlane CDN fails [really]", "https://help.example/a")
    suggestions.register("test", lambda thread: known)
    try:
        question, problem = (feedback.thread(register=each, at=noon) for each in ("question", "problem"))
        for thread in (question, problem):
            actions.thank(thread=thread, by=SYSTEM, at=noon)
    finally:
        suggestions.forget("test")

    (text,) = automatic(question)
    assert text.count("https://help.example/") == 3
    assert "[When one of our delivery partners fails really](https://help.example/a)" in text
    assert "help.example" not in automatic(problem)[0]


@pytest.mark.parametrize("name", ["Ana", "Ana-María O’Neill", "田中 花子", "Jean de La Fontaine", "Dr. Who"])
def test_a_name_greets(name):
    assert thankswords.plain(name) == name


@pytest.mark.parametrize(
    "name",
    ["Win at http://x.example", "[Click](https://x.example)", "www.x.example", "1 Ana", "<b>Ana</b>", "A" * 41],
)
def test_what_is_no_name_is_not_sent_to_whoever_owns_the_address(name):
    assert thankswords.plain(name) == ""


def test_thanks_are_a_private_word_even_in_a_public_thread(noon):
    thread = feedback.thread(register="idea", visibility="public", at=noon)

    assert actions.thank(thread=thread, by=SYSTEM, at=noon).kind == "private"
