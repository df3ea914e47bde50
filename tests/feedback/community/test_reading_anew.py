"""What is written reaches the community's search: by a wake-up, and without one by the sweep."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from feedback.community import actions, tasks
from feedback.community.models import Discussion
from feedback.community.queries import listing, unread
from feedback.threads import actions as threads
from feedback.threads import policies
from tests.factories import community, feedback
from tests.queue import work_off

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [each.reference for each in listing.listing(listing.asked({"q": words})).threads]


def test_an_answer_of_ours_is_found_once_the_queue_has_run(thread):
    work_off()
    community.reply(thread, "Press the marmalade key.")
    assert found("marmalade") == []

    work_off()

    assert found("marmalade") == [thread.reference]


def test_lost_wake_ups_lose_nothing(thread, noon):
    community.reply(thread, "Press the marmalade key.")
    threads.add(thread=thread, text="It is called quince here.", by=policies.holder(thread), at=noon)
    OrmQ.objects.all().delete()  # the queue died
    community.answer(thread)  # a peer's words are read at once, and with them what came before
    assert found("marmalade") == [thread.reference]
    community.reply(thread, "The rhubarb one, then.")
    actions.mark_helpful(message=thread.messages.last(), voter="v", at=noon)  # moves the page, reads nothing
    OrmQ.objects.all().delete()
    assert found("rhubarb") == []

    tasks.sweep()

    assert found("rhubarb") == [thread.reference]
    assert unread.threads() == []


def test_the_sweep_reads_what_is_new_and_leaves_the_rest(thread, noon):
    other = community.question("How do I record?", at=noon)
    tasks.sweep()
    moved = Discussion.objects.get(thread=other).changed_at
    community.reply(thread)

    assert unread.threads() == [thread.pk]
    tasks.sweep()

    assert Discussion.objects.get(thread=other).changed_at == moved


def test_what_nobody_may_read_is_not_read_again_and_again(thread, noon):
    message = community.answer(thread)
    threads.note(thread=thread, text="A note", by=feedback.agent(), at=noon)
    feedback.thread("In private", at=noon)
    mona = feedback.agent("Mona", "Community manager")
    actions.hide(message=message, reason="fraud", because="Passwords.", by=mona, at=noon)

    assert unread.threads() == []
    assert found("power") == []


def test_it_looks_back_until_a_whole_portion_is_read(monkeypatch, noon):
    monkeypatch.setattr(unread, "AT_ONCE", 3)
    feedback.registers()
    rows = [community.question(f"Question {number}", at=noon) for number in range(8)]

    assert unread.threads() == [each.pk for each in rows]
    for each in rows[4:]:
        tasks.renew(each.pk)
    with CaptureQueriesContext(connection) as asked:
        assert unread.threads() == []  # the newest portion was read: older ones were before it
    assert len(asked) == 2
