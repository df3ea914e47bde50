"""The public form: two steps, nothing lost, and a page that says what happens next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.doors.form import tokens
from feedback.threads import links
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, State
from tests.factories import catalogue, feedback
from tests.factories import form as customer
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registers():
    feedback.registers()


def page(answer) -> str:
    return answer.content.decode()


def test_two_steps_make_a_thread_and_end_where_it_can_be_followed(client):
    told.statuspage()
    playback = catalogue.component("playback")
    started = page(client.get("/en/feedback/"))
    assert 'value="broken"' in started
    assert "Playback" in started

    words = {"step": "1", "token": customer.token(), "about": "broken", "text": customer.WORDS}
    second = client.post("/en/feedback/", words | {"component": playback.public_id})
    assert second.status_code == 200
    assert not Thread.objects.exists()

    thread = customer.sent(client, component=playback.public_id, token=words["token"])
    assert (thread.component, thread.register_id, thread.state) == (playback, "problem", State.NEW)
    done = client.get(links.path(thread) + "&sent=1")
    assert thread.reference in page(done)
    assert "You have our answer by" in page(done)
    assert links.key(thread) in page(done)
    assert (done["Referrer-Policy"], done["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in done["Cache-Control"]


def test_the_form_is_kept_by_no_cache_and_each_has_its_own_token(client):
    answers = [client.get("/feedback/") for _again in range(2)]

    assert all("no-store" in each["Cache-Control"] for each in answers)
    found = [page(each).split('name="token" value="')[1].split('"')[0] for each in answers]
    assert len(set(found)) == 2
    assert all(tokens.read(each) for each in found)


def test_nobody_is_asked_whether_it_is_a_crisis(client):
    for language in ("en", "fr", "ja"):
        assert "crisis" not in page(client.get(f"/{language}/feedback/"))


def test_a_mistake_in_the_second_step_keeps_everything(client):
    answer = client.post("/feedback/", customer.filled(email="ana@", name="Ana Ito", text="It <b>stops</b>."))

    assert answer.status_code == 400
    for kept in ("ana@", "Ana Ito", "It &lt;b&gt;stops&lt;/b&gt;.", "like name@example.org"):
        assert kept in page(answer)
    assert not Thread.objects.exists()


def test_an_empty_message_goes_back_to_the_first_step(client):
    assert "nothing has been sent yet" in page(client.post("/feedback/", {"step": "1", "text": " "}))
    assert "nothing has been sent yet" in page(client.post("/feedback/", customer.filled(text=" ")))


def test_a_function_that_has_left_the_page_costs_nobody_his_words(client):
    thread = customer.sent(client, component="gone00000000", region="atlantis", about="crisis")

    assert (thread.component, thread.region, thread.register) == (None, None, None)


@pytest.mark.parametrize(
    ("way", "missing", "said"),
    [("email", {"email": ""}, "Where may we write to?"), ("phone", {"telephone": ""}, "Which number may we call?")],
)
def test_a_way_needs_its_address(client, way, missing, said):
    answer = client.post("/feedback/", customer.filled(reply_by=way, **missing))

    assert answer.status_code == 400
    assert said in page(answer)


def test_who_wants_a_call_back_gives_a_whole_number(client):
    assert "whole number" in page(client.post("/feedback/", customer.filled(reply_by="phone", telephone="0612")))

    thread = customer.sent(client, reply_by="phone", telephone="0033 6 12 34 56 78", email="")
    assert thread.telephone == "+33612345678"
    assert "We call you at +33612345678" in page(client.get(links.path(thread) + "&sent=1"))


def test_the_same_form_twice_is_one_thread_and_a_second_thought_is_added(client):
    token = customer.token()
    first, again = (customer.sent(client, token=token) for _twice in range(2))
    assert (first.pk, first.messages.count()) == (again.pk, 1)

    customer.sent(client, token=token, text="And it is the same on my telephone.")
    assert [each.text for each in first.messages.order_by("id")] == [
        customer.WORDS,
        "And it is the same on my telephone.",
    ]
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"token": None}, HeldFor.LIMIT),
        ({"token": "x" * 48}, HeldFor.LIMIT),
        ({"website": "https://buy.example"}, HeldFor.SPAM),
        ({"token": "hasty"}, HeldFor.SPAM),
    ],
)
def test_what_looks_like_a_program_is_kept_and_waits(client, fields, reason):
    if fields.get("token") == "hasty":
        fields = {"token": tokens.make(timezone.now())}

    thread = customer.sent(client, **fields)

    assert (thread.state, thread.held_for) == (State.HELD, reason)
    assert "safe with us" in page(client.get(links.path(thread) + "&sent=1"))


def test_a_token_with_one_bit_flipped_is_nobodys():
    token = tokens.make(timezone.now())
    for at in range(len(token)):
        assert tokens.read(token[:at] + chr(ord(token[at]) ^ 1) + token[at + 1 :]) is None
    assert tokens.read(token) is not None


def test_a_form_left_open_for_days_still_works(client):
    assert customer.sent(client, token=customer.token(age=timedelta(days=3))).state == State.NEW


def test_the_customers_language_is_the_page_s_unless_he_chooses(client):
    second = page(client.post("/fr/feedback/", {"step": "1", "text": "Rien ne marche"}))
    assert '<option value="fr" selected>' in second

    thread = customer.sent(client, language="ja")
    assert links.path(thread).startswith("/ja/feedback/F-")
