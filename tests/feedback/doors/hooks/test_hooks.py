"""What programs hand us of customers' words elsewhere, and our signed answers to them."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook

from core.delivery import drain, tasks
from feedback.answering import actions as answering
from feedback.doors import flood
from feedback.doors.hooks import actions, mapping, policies
from feedback.doors.hooks.actions import sources
from feedback.doors.hooks.models import FeedbackSource
from feedback.threads import queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Origin, ReplyBy, Visibility
from tests.factories import feedback
from tests.factories import response as people
from tests.queue import work_off

pytestmark = pytest.mark.django_db
NESTED = {"text": "post.content", "id": "post.id", "author": "user.login", "url": "post.link", "public": "post.shown"}


def admin():
    return people.actor("Ada Admin", "Administrator")


def test_a_customers_word_becomes_a_conversation(hand_in):
    said = {
        "text": "La lecture s’arrête.",
        "id": "42",
        "author": "ana",
        "name": "Ana",
        "language": "fr",
        "public": True,
    }
    answer = hand_in(said)

    thread = Thread.objects.get()
    assert (answer.status_code, answer.json()["reference"]) == (202, thread.reference)
    assert (thread.origin, thread.handle, thread.language) == (Origin.WEBHOOK, "reviews:ana", "fr")
    assert (thread.visibility, thread.reply_by) == (Visibility.PUBLIC, ReplyBy.LINK)
    assert queries.story(thread).get().remote_id == "reviews:42"


def test_a_mapping_says_where_things_stand(hand_in, source):
    actions.change_source(source=source[0], mapping=NESTED, by=admin(), at=timezone.now())
    hand_in({"post": {"content": "It stops.", "id": 7, "shown": "private"}, "user": {"login": "ana"}})

    thread = Thread.objects.get()
    assert (thread.handle, thread.visibility) == ("reviews:ana", Visibility.PRIVATE)
    assert queries.story(thread).get().remote_id == "reviews:7"


def test_the_same_message_comes_in_once(hand_in):
    first, second = (hand_in({"text": f"Try {number}", "id": "42"}).json()["reference"] for number in range(2))

    assert (first, Message.objects.count()) == (second, 1)


def test_the_customer_goes_on_by_message_or_by_reference(hand_in):
    reference = hand_in({"text": "It stops.", "id": "1", "author": "ana"}).json()["reference"]
    hand_in({"text": "Still.", "id": "2", "author": "ana", "in_reply_to": "1"})
    hand_in({"text": "And again.", "id": "3", "author": "ana", "in_reply_to": reference})

    assert [each.text for each in queries.story(Thread.objects.get())] == ["It stops.", "Still.", "And again."]


@pytest.mark.parametrize("author", ["eve", ""])
def test_somebody_else_opens_nobodys_conversation(hand_in, author):
    reference = hand_in({"text": "It stops.", "id": "1", "author": "ana"}).json()["reference"]
    for told in ("1", reference):
        assert hand_in({"text": "Hi.", "author": author, "in_reply_to": told}).json()["reference"] != reference


def test_another_source_opens_nobodys_conversation(hand_in):
    reference = hand_in({"text": "It stops.", "id": "1", "author": "ana"}).json()["reference"]
    _other, key = feedback.source("other")

    answer = hand_in({"text": "Hi.", "author": "ana", "in_reply_to": reference}, key=key, slug="other")
    assert answer.json()["reference"] != reference
    assert hand_in({"text": "Hi."}, key=key).status_code == 401


@pytest.mark.parametrize(
    "body", ["{", "[]", "null", "{}", '{"text": ""}', '{"text": {"a": 1}}', '{"text": "\\u0000"}', "[" * 9_000]
)
def test_what_cannot_be_read_is_a_400_and_leaves_nothing(hand_in, body):
    assert hand_in(body).status_code == 400
    assert Thread.objects.count() == 0


def test_without_the_key_nothing_comes_in(hand_in, source, client):
    assert [hand_in({"text": "x"}, key=key).status_code for key in ("", "wrong", "é")] == [401] * 3
    actions.change_source(source=source[0], is_active=False, by=admin(), at=timezone.now())
    assert hand_in({"text": "x"}).status_code == 401
    assert hand_in({"text": "x" * 300_000}).status_code == 401
    assert client.get("/api/feedback/reviews/").status_code == 405
    assert Thread.objects.count() == 0


def test_a_body_without_end_is_refused(hand_in):
    assert hand_in({"text": "x" * 300_000}).status_code == 413


# Signatures


def signed(secret, body, *, named="msg_1", ago=timedelta(0)):
    moment = datetime.now(UTC) - ago
    return {
        "webhook-id": named,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(named, moment, body),
    }


def test_a_source_with_a_secret_is_heard_only_when_it_signs_and_once(hand_in, source):
    secret = actions.rotate_secret(source=source[0], by=admin(), at=timezone.now())
    body = json.dumps({"text": "It stops."})
    wrong = [{}, signed(secret, body, ago=timedelta(minutes=6)), signed(secret, body + " ")]

    assert [hand_in(body, **headers).status_code for headers in wrong] == [401] * 3
    assert Thread.objects.count() == 0
    answers = [hand_in(body, **signed(secret, body)) for _again in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert (answers[0].json(), Thread.objects.count()) == (answers[1].json(), 1)


# Our answers


@pytest.fixture
def answered(webhook_receiver, source):
    actions.change_source(source=source[0], reply_url=f"{webhook_receiver.url}/in", by=admin(), at=timezone.now())
    return webhook_receiver


@pytest.mark.django_db(transaction=True)
def test_our_answer_goes_back_as_a_signed_webhook(answered, hand_in, source):
    hand_in({"text": "It stops.", "id": "42", "author": "ana", "public": True})
    answering.reply(thread=Thread.objects.get(), text="Sorry. **Restart** it.", by=feedback.agent(), at=timezone.now())
    drain.drain("webhook")

    (call,) = answered.calls
    (kept,) = FeedbackSource.objects.get().reply_secrets
    told = Webhook(kept["secret"]).verify(call.body, {name.lower(): value for name, value in call.headers.items()})
    assert (call.path, told["type"]) == ("/in", "feedback.answered")
    data = told["data"]
    assert (data["in_reply_to"], data["author"], data["text"]) == ("42", "ana", "Sorry. Restart it.")
    assert (data["public"], data["automatic"], data["answered_by"]) == (True, False, "Sam Support")


@pytest.mark.django_db(transaction=True)
def test_a_refused_answer_is_told_to_staff(answered, hand_in):
    answered.last = (410, {})
    hand_in({"text": "It stops.", "id": "42", "author": "ana"})
    answering.reply(thread=Thread.objects.get(), text="Sorry.", by=feedback.agent(), at=timezone.now())
    tasks.drain("webhook")
    work_off()

    assert "410" in FeedbackSource.objects.get().last_error


def test_without_an_address_a_person_answers_by_hand(hand_in, source):
    hand_in({"text": "It stops.", "author": "ana"})

    answering.reply(thread=Thread.objects.get(), text="Sorry.", by=feedback.agent(), at=timezone.now())

    assert Thread.objects.get().messages.count() == 2


@pytest.mark.django_db(transaction=True)
def test_copies_at_once_are_one_conversation(source):
    barrier = threading.Barrier(8)
    said = mapping.read({"text": "It stops.", "id": "42", "author": "ana"}, {})

    def take():
        try:
            barrier.wait()
            by = policies.as_actor(source[0])
            actions.take(source=source[0], said=said, by=by, at=timezone.now())
        finally:
            connection.close()

    workers = [threading.Thread(target=take) for _each in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def test_a_flood_is_taken_in_and_held(hand_in, source):
    """Of one author, of the whole source, and within one conversation; the figures are changed at the source."""
    row = source[0]
    sources.change_source(source=row, author_limit=2, hourly_limit=4, by=admin(), at=timezone.now())
    bodies = [{"text": f"Number {number}", "author": "ana"} for number in range(3)]
    bodies += [{"text": "Mine, too", "author": author} for author in ("ben", "cleo", "dora")]

    answers = [hand_in(body) for body in bodies]

    assert [each.status_code for each in answers] == [202] * 6
    held = {each.reference: each.held_for for each in Thread.objects.all()}
    assert [held[each.json()["reference"]] for each in answers] == ["", "", "limit", "", "limit", "limit"]


def test_what_one_author_repeats_in_one_conversation_goes_beside_it(hand_in, monkeypatch):
    monkeypatch.setattr(flood, "IN_ONE", 2)
    hand_in({"text": "It stops.", "id": "1", "author": "ana"})

    answers = [hand_in({"text": f"And {number}", "author": "ana", "in_reply_to": "1"}) for number in range(3)]

    assert [each.status_code for each in answers] == [202] * 3
    begun, *beside = Thread.objects.order_by("pk")
    assert (begun.messages.count(), [each.held_for for each in beside]) == (2, ["limit", "limit"])
