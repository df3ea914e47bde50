"""What is published reaches those who wrote, once, in their language, and is never taken for our answer."""

import pytest

from core.delivery.models import Delivery
from feedback.loop import tasks
from feedback.loop.models import ToldUpdate
from feedback.threads.models import Message
from feedback.threads.states import Author
from tests.factories import catalogue, communication, feedback, loop, subscribers
from tests.queue import work_off

pytestmark = pytest.mark.django_db
SUBJECTS = [
    "News about what you wrote to us",
    "Des nouvelles de ce que vous nous avez écrit",
    "ご連絡いただいた件のお知らせ",
]


def told() -> list[Message]:
    """What was said of the update; thanks are automatic, too."""
    rows = Message.objects.filter(pk__in=ToldUpdate.objects.values("message"), author=Author.AUTOMATIC)
    return list(rows.select_related("thread").order_by("thread__language"))


def letters() -> list[Delivery]:
    keys = [f"feedback.message:{message.pk}" for message in told()]
    return list(Delivery.objects.filter(broadcast__key__in=keys).select_related("content").order_by("pk"))


def skipped() -> dict[str, str]:
    return dict(ToldUpdate.objects.filter(state="skipped").values_list("thread__email", "reason"))


def test_each_linked_customer_hears_once_in_their_language(story, noon):
    incident, lead = story
    threads = loop.linked(incident, 3, at=noon)
    before = [thread.awaits_human for thread in threads]

    update = loop.published(incident, lead, noon)
    work_off()
    tasks.tell_update(update.pk)

    messages = told()
    assert [message.thread.language for message in messages] == ["en", "fr", "ja"]
    for message in messages:
        assert communication.WORDS[message.thread.language] in message.text
        assert message.kind == "private"
    assert [letter.content.subject.split(" [")[0] for letter in letters()] == SUBJECTS
    assert [type(thread).objects.get(pk=thread.pk).awaits_human for thread in threads] == before
    assert {type(thread).objects.get(pk=thread.pk).first_answer_at for thread in threads} == {None}


def test_who_is_told_as_a_subscriber_or_does_not_wish_is_not_told_again(story, noon):
    incident, lead = story
    subscribers.confirmed("C0@example.org", at=noon)
    loop.linked(incident, 2, at=noon)
    loop.linked(incident, 1, at=noon, email="no@example.org", wants_updates=False)
    loop.linked(incident, 1, at=noon, email="C1@example.org")

    loop.published(incident, lead, noon)
    work_off()

    assert skipped() == {
        "c0@example.org": "subscriber",
        "no@example.org": "unwanted",
        "C1@example.org": "same_address",
    }
    assert [message.thread.email for message in told()] == ["c1@example.org"]


def test_a_subscriber_of_something_else_hears_here(story, noon):
    incident, lead = story
    subscribers.confirmed("c0@example.org", at=noon, components=[catalogue.component("billing")])
    loop.linked(incident, 1, at=noon)

    loop.published(incident, lead, noon)
    work_off()

    assert len(told()) == 1


def test_only_the_linked_hear_and_not_of_what_is_not_told_to_subscribers(story, noon):
    incident, lead = story
    feedback.thread(at=noon)
    loop.linked(incident, 1, at=noon)

    loop.published(incident, lead, noon, notify=False)
    work_off()

    assert told() == []


def test_no_supplier_is_named_in_any_byte_that_leaves(story, noon):
    incident, lead = story
    catalogue.third_party("Skyfast", fr="un de nos prestataires")
    loop.linked(incident, 3, at=noon)
    texts = [
        communication.text("Playback fails at Skyfast. We are sorry, and we are working on it.", "en"),
        communication.text("La lecture échoue chez Skyfast. Nous en sommes désolés et y travaillons.", "fr"),
        communication.text("Skyfastで再生できない状態です。申し訳ございません。現在対応しております。", "ja"),
    ]

    loop.published(incident, lead, noon, texts=texts)
    work_off()

    contents = [letter.content for letter in letters()]
    words = " ".join(f"{each.subject} {each.text} {each.html} {each.payload}" for each in contents)
    assert len(contents) == 3
    assert "un de nos prestataires" in words
    assert "skyfast" not in (words + " ".join(message.text for message in told())).lower()


def test_telling_costs_a_few_statements_each(story, noon, django_assert_max_num_queries):
    incident, lead = story
    loop.linked(incident, 12, at=noon)
    update = loop.published(incident, lead, noon)
    with django_assert_max_num_queries(40 + 12 * 22):
        tasks.tell_update(update.pk)
