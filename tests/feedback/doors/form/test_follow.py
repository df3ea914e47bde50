"""The customer's own page: what he reads, what he may do, and that nobody else may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.web import panels
from feedback.answering import actions as answering
from feedback.loop import actions as loop
from feedback.threads import actions, links
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, State
from tests.factories import communication, feedback
from tests.factories import form as customer
from tests.payloads import PAGE, PAYLOADS, harm_in

pytestmark = pytest.mark.django_db
GOING_ON = {"state": State.OPEN, "first_answer_at": timedelta(0)}


@pytest.fixture
def thread(client):
    feedback.registers()
    return customer.sent(client)


def shown(client, thread: Thread) -> str:
    return client.get(links.path(thread)).content.decode()


def does(client, thread: Thread, do: str, **fields) -> str:
    """The words of the page that comes after a button."""
    answer = client.post(links.path(thread), {"do": do} | fields)
    thread.refresh_from_db()
    assert answer.status_code == 303, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def test_he_reads_what_was_said_to_him_and_no_note_and_nothing_hidden(client, thread):
    agent, at = feedback.agent(), timezone.now()
    answering.reply(thread=thread, text="We are **sorry**, Ana.", by=agent, at=at)
    actions.note(thread=thread, text="Third time this week.", by=agent, at=at)
    hidden = actions.add(thread=thread, text="A name that must not stand here", by=feedback.agent("Liam"), at=at)
    type(hidden).objects.filter(pk=hidden.pk).update(
        hidden_at=at, hidden_by="legal", hidden_for="order", hidden_because="x"
    )

    page = shown(client, thread)

    assert "We are <strong>sorry</strong>, Ana." in page
    assert "Sam Support" in page
    assert "Third time" not in page
    assert "must not stand here" not in page


def test_wrong_keys_find_nothing(client, thread):
    other = customer.sent(client)
    key = links.key(thread)
    flipped = key[:-1] + ("A" if key[-1] != "A" else "B")
    paths = [f"/en/feedback/{thread.reference}/?key={each}" for each in ("", flipped, key[:-1], links.key(other), "x")]

    for path in [
        *paths,
        f"/en/feedback/{thread.reference}/",
        links.path(thread).replace(thread.reference, "F-2222-2222"),
    ]:
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"do": "close"}).status_code == 404, path

    thread.key_version += 1
    thread.save()
    assert client.get(f"/en/feedback/{thread.reference}/?key={key}").status_code == 404
    assert set(Thread.objects.values_list("state", flat=True)) == {State.NEW}


def test_it_is_kept_by_nobody_and_told_to_nobody(client, thread):
    answer = client.get(links.path(thread))

    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in answer["Cache-Control"]


def test_he_adds_closes_and_reopens_without_a_cookie(thread):
    client = Client(enforce_csrf_checks=True)

    assert "We have what you added." in does(client, thread, "add", text="It also stops on my telephone.")
    assert thread.messages.count() == 2
    assert "Thank you for telling us" in does(client, thread, "close")
    assert thread.state == State.CLOSED
    assert "Open it again" in shown(client, thread)
    assert "Somebody of ours looks at it" in does(client, thread, "reopen")
    assert (thread.state, thread.awaits_human) == (State.OPEN, True)


def test_he_chooses_how_he_hears_from_us(client, thread):
    wrong = client.post(links.path(thread), {"do": "reach", "reply_by": "phone", "telephone": "", "email": ""})
    assert wrong.status_code == 400
    assert "Which number may we call?" in wrong.content.decode()

    page = does(client, thread, "reach", reply_by="phone", telephone="+33 6 12 34 56 78", email="ana@example.org")
    assert "We call you at +33612345678" in page
    assert (thread.reply_by, thread.telephone) == ("phone", "+33612345678")

    assert "about the incident" not in shown(client, thread)  # there is none


def test_who_wrote_of_an_incident_chooses_whether_to_hear_of_it(client, thread, noon):
    incident = communication.incident(at=noon)
    loop.link(thread=thread, incident=incident, by=feedback.agent(), at=noon)
    assert "No more updates about the incident" in shown(client, thread)

    assert "no more updates" in does(client, thread, "quiet")
    assert "Tell me updates about the incident" in shown(client, thread)
    assert not thread.wants_updates
    assert "again" in does(client, thread, "loud")
    assert thread.wants_updates


def test_what_he_may_not_do_changes_nothing(client, thread):
    assert client.post(links.path(thread), {"do": "release"}).status_code == 400
    assert client.post(links.path(thread), {"do": "add", "text": "  "}).status_code == 400
    assert client.delete(links.path(thread)).status_code == 405
    assert client.post(links.path(thread), {"do": "reopen"}).status_code == 303

    thread.refresh_from_db()
    assert (thread.state, thread.messages.count()) == (State.NEW, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "You have our answer by"),
        ({"answer_due_at": timedelta(hours=-1)}, "have not forgotten you"),
        ({"state": State.WAITING}, "waiting for your answer"),
        ({"state": State.ANSWERED}, "Is something missing?"),
        (GOING_ON | {"promised_at": timedelta(hours=1)}, "We write to you again by"),
        (GOING_ON | {"promised_at": timedelta(hours=-1)}, "have not. We are sorry"),
        ({"state": State.HELD, "held_for": HeldFor.LIMIT}, "safe with us"),
    ],
)  # fmt: skip
def test_he_is_told_in_plain_words_where_it_stands(client, thread, changes, said):
    at = timezone.now()
    for name, value in changes.items():
        setattr(thread, name, at + value if isinstance(value, timedelta) else value)
    thread.save()

    page = shown(client, thread)

    assert said in page
    assert thread.get_state_display() not in page or thread.state == State.CLOSED


def test_what_he_wrote_twice_says_where_it_is_answered_and_shows_no_other_conversation(client, thread):
    second = customer.sent(client, text="It still stops!", name="Ana")
    actions.merge(thread=second, into=thread, by=feedback.agent(), at=timezone.now())

    page = shown(client, second)

    assert f"in the conversation {thread.reference}" in page
    assert customer.WORDS not in page
    assert links.key(thread) not in page
    assert "reopen" not in page
    does(client, second, "add", text="And one thing more.")
    thread.refresh_from_db()
    assert thread.awaits_human


def test_what_comes_in_a_flood_into_one_conversation_is_kept_beside_it(client, thread):
    for number in range(25):
        does(client, thread, "add", text=f"Again {number}")

    assert thread.messages.count() == 21
    aside = Thread.objects.exclude(pk=thread.pk)
    assert {each.held_for for each in aside} == {HeldFor.LIMIT}
    assert [each.messages.get().text for each in aside.order_by("pk")] == [
        f"Again {number}" for number in range(20, 25)
    ]


def test_other_slices_hang_their_blocks_on_the_page(client, thread):
    @panels.register(page="follow", name="test-block")
    def block(request, thread):
        return panels.Block("public/feedback/way.html", {"thread": thread})

    try:
        assert shown(client, thread).count("By e-mail to ana@example.org") == 2
    finally:
        panels._panels.pop(("follow", "test-block"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_x01_no_payload_acts_on_the_customers_pages(client, payload):
    feedback.registers()
    words = payload.replace("\x00", "") or "-"
    thread = customer.sent(client, text=words, name=words[:120])
    pages = [
        client.get(links.path(thread) + "&sent=1"),
        client.get(links.path(thread)),
        client.post(
            links.path(thread), {"do": "reach", "reply_by": "phone", "telephone": words[:40], "email": words[:99]}
        ),
        client.post("/feedback/", {"step": "1", "text": words}),
        client.post("/feedback/", customer.filled(text=words, name=words[:120], email=words[:99])),
        client.get("/feedback/", {"incident": words, "component": words}),
        client.post("/feedback/suggestions/", {"text": words}),
    ]

    assert [harm for page in pages for harm in harm_in(page.content.decode(), ours=PAGE)] == []
