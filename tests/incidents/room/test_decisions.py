"""In the room: legal is asked in one click and signs there; what waits may be taken back or objected to there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.actor import SYSTEM
from incidents.communication import actions as communication
from incidents.communication.models import ObjectionWindow, Signature, Update
from tests.factories import accounts, decisions
from tests.factories import communication as updates
from tests.incidents.room import desk
from tests.incidents.room.conftest import signed_in, statements


def room(incident) -> str:
    return reverse("admin:room", args=[incident.pk])


def write(incident) -> str:
    return reverse("admin:room_write", args=[incident.pk])


def do(incident, verb: str) -> str:
    return reverse("admin:room_do", args=[incident.pk, verb])


@pytest.fixture
def advocate(db):
    return signed_in(accounts.user("Legal", first_name="Ada", last_name="Advocate", email="ada@example.org"))


@pytest.fixture
def exposing(incident) -> Update:
    return updates.draft(incident, at=timezone.now(), texts=decisions.exposing())


@pytest.fixture
def asked(lead, incident, exposing) -> Signature:
    lead.post(write(incident), desk.of(exposing, do="ask"))
    return Signature.objects.get()


def test_the_editor_says_beside_the_words_that_legal_must_sign(lead, incident, exposing):
    page = lead.get(room(incident), {"update": exposing.pk}).content.decode()

    assert "Legal must sign these words too" in page
    assert 'name="do" value="ask"' in page


def test_publishing_unsigned_words_keeps_them_and_says_what_is_missing(lead, incident, exposing):
    answer = lead.post(write(incident), desk.of(exposing, do="publish"))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "A second signature is needed before this goes out" in page
    assert "Names and e-mail addresses" in page
    assert 'value="ask"' in page
    exposing.refresh_from_db()
    assert exposing.state == "draft"


def test_legal_finds_it_at_home_reads_the_exact_words_and_signs(lead, advocate, incident, exposing, asked):
    assert "Your signature is wanted" in advocate.get("/admin/").content.decode()
    assert "Your signature is wanted" not in lead.get("/admin/").content.decode()
    page = advocate.get(room(incident)).content.decode()
    assert asked.words[0]["text"][:30] in page
    assert asked.digest in page

    answer = advocate.post(do(incident, "sign"), {"signature": asked.pk, "digest": asked.digest}, follow=True)

    assert "Signed. The lead can publish it." in answer.content.decode()
    assert "Ada Advocate decided after 0:0" in lead.get(room(incident)).content.decode()
    lead.post(write(incident), desk.of(exposing, do="publish"))
    exposing.refresh_from_db()
    assert exposing.state == "published"
    assert "Your signature is wanted" not in advocate.get("/admin/").content.decode()


def test_a_refusal_needs_a_reason_and_the_lead_reads_it(lead, advocate, incident, asked):
    empty = advocate.post(do(incident, "refuse"), {"signature": asked.pk, "reason": ""})
    assert empty.status_code == 400

    advocate.post(do(incident, "refuse"), {"signature": asked.pk, "reason": "Not confirmed."})

    assert "Not confirmed." in lead.get(room(incident)).content.decode()


def test_words_changed_meanwhile_are_not_signed(lead, advocate, incident, exposing, asked):
    other = desk.of(exposing, do="save")
    other["text-general-any-en"] += " It was our mistake."
    lead.post(write(incident), other)

    answer = advocate.post(do(incident, "sign"), {"signature": asked.pk, "digest": asked.digest})

    assert answer.status_code == 409
    assert "The words have changed" in lead.get(room(incident)).content.decode()


def test_nobody_but_legal_signs(lead, colleague, incident, asked):
    for person in (lead, colleague):
        answer = person.post(do(incident, "sign"), {"signature": asked.pk, "digest": asked.digest})
        assert answer.status_code == 403
        assert "Sign these words" not in person.get(room(incident)).content.decode()


def test_a_signature_of_another_incident_is_not_found_here(advocate, asked):
    other = updates.incident(at=timezone.now() - timedelta(minutes=5))

    answer = advocate.post(do(other, "sign"), {"signature": asked.pk, "digest": asked.digest})

    assert answer.status_code == 400
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.fixture
def held(lead, incident) -> Update:
    lead.post(write(incident), desk.form(do="publish"))
    decisions.window(300)
    draft = updates.draft(incident, at=timezone.now(), phase="scope")
    lead.post(write(incident), desk.of(draft, do="publish"))
    draft.refresh_from_db()
    return draft


def test_the_lead_sees_it_wait_and_takes_it_back(lead, incident, held):
    page = lead.get(room(incident)).content.decode()
    assert "Time to object" in page
    assert "Take it back" in page

    lead.post(do(incident, "withdraw"), {"update": held.pk})

    held.refresh_from_db()
    assert (held.state, held.held_until) == ("draft", None)


def test_legal_objects_and_a_responder_cannot(lead, advocate, colleague, incident, held):
    assert "Goes out unless you object" in advocate.get("/admin/").content.decode()
    assert colleague.post(do(incident, "object"), {"update": held.pk, "reason": "No."}).status_code == 403
    assert advocate.post(do(incident, "object"), {"update": held.pk, "reason": ""}).status_code == 400

    advocate.post(do(incident, "object"), {"update": held.pk, "reason": "The number is wrong."})

    held.refresh_from_db()
    assert held.held_until is None
    assert "The number is wrong." in lead.get(room(incident)).content.decode()


def test_an_objection_that_comes_too_late_is_told_so(advocate, incident, held):
    later = timezone.now() + timedelta(minutes=6)
    communication.let_out(window=ObjectionWindow.objects.get(), by=SYSTEM, at=later)

    answer = advocate.post(do(incident, "object"), {"update": held.pk, "reason": "Wrong."})

    assert answer.status_code == 409
    assert "Already published" in answer.content.decode()


def test_how_long_decisions_took_is_a_page(lead, advocate, incident, asked):
    advocate.post(do(incident, "sign"), {"signature": asked.pk, "digest": asked.digest})

    page = lead.get(reverse("admin:room_decisions", args=[incident.pk])).content.decode()

    assert "Second signature: Admits exposure of data" in page
    assert "0:0" in page


def test_a_room_where_much_was_signed_costs_as_much(lead, advocate, incident, asked):
    def count() -> int:
        return statements(lambda: lead.get(room(incident)))

    advocate.post(do(incident, "sign"), {"signature": asked.pk, "digest": asked.digest})
    few = count()
    for _number in range(5):
        draft = updates.draft(incident, at=timezone.now(), texts=decisions.exposing())
        lead.post(write(incident), desk.of(draft, do="ask"))

    assert count() <= few + 1, "the statement that reads the newest draft's own signatures"
