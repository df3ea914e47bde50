"""The ledger in the room: what is due first, answered on the spot, nothing typed lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.communication.models import Update
from incidents.facts import queries
from incidents.facts.models import FactAnswer
from incidents.response.states import Role
from tests.factories import communication as updates
from tests.factories import facts as made
from tests.incidents.room.conftest import statements

BUDGET = 22


def room(incident) -> str:
    return reverse("admin:room", args=[incident.pk])


def page_of(incident, key) -> str:
    return reverse("admin:room_fact", args=[incident.pk, key])


def do(incident, key, verb="answer") -> str:
    return reverse("admin:room_fact_do", args=[incident.pk, key, verb])


def typed(**fields):
    words = {"text_en": "Films do not start.", "text_fr": "", "text_ja": ""}
    return {**words, "state": "estimated", "source": "The forum", "expected": "0", **fields}


def test_what_the_next_message_lacks_stands_first_with_a_form(colleague, incident):
    page = colleague.get(room(incident)).content.decode()

    assert "Next message: Holding statement" in page
    assert page.index("Needed now") < page.index("What does a customer see, or fail to do?")
    assert do(incident, "symptom") in page
    assert do(incident, "next_update_at") not in page


def test_an_answer_leads_back_to_its_line(colleague, incident):
    answer = colleague.post(do(incident, "symptom"), typed())

    assert answer.status_code == 302
    assert answer["Location"] == room(incident) + "#fact-symptom"
    page = colleague.get(room(incident)).content.decode()
    assert "Films do not start." in page
    assert "Cole League" in page
    assert "Estimated" in page


def test_what_is_wrong_comes_back_with_what_was_typed(colleague, incident):
    later = timezone.now() + timedelta(hours=3)
    moments = {"earliest_0": f"{later:%Y-%m-%d}", "earliest_1": "10:00", "latest_0": "", "latest_1": ""}
    answer = colleague.post(do(incident, "eta"), {**moments, "state": "estimated", "basis": "A like case."})

    assert answer.status_code == 400
    page = answer.content.decode()
    assert "A like case." in page
    assert "errorlist" in page
    assert not FactAnswer.objects.exists()


def test_who_was_slower_sees_the_other_answer_and_keeps_the_own_words(colleague, lead, incident):
    colleague.post(do(incident, "symptom"), typed())
    answer = lead.post(do(incident, "symptom"), typed(text_en="Streams stop."))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Cole League answered at" in page
    assert "Streams stop." in page


def test_the_lead_is_not_offered_to_confirm_and_betters_words_instead(colleague, lead, incident):
    assert 'value="confirmed"' not in lead.get(page_of(incident, "symptom")).content.decode()
    colleague.post(do(incident, "symptom"), typed(state="confirmed"))

    page = lead.get(page_of(incident, "symptom")).content.decode()
    assert do(incident, "symptom", "reword") in page
    assert do(incident, "symptom", "answer") not in page
    answer = lead.post(do(incident, "symptom", "reword"), {"text_en": "Films will not start.", "expected": "1"})
    assert answer.status_code == 302
    assert queries.answers(incident)["symptom"].texts == {"en": "Films will not start."}
    assert lead.post(do(incident, "symptom"), typed(expected="2")).status_code == 403


def test_staff_who_may_not_respond_read_the_ledger(supporter, incident):
    page = supporter.get(room(incident)).content.decode()
    assert "Needed now" in page
    assert do(incident, "symptom") not in page
    assert supporter.post(do(incident, "symptom"), typed()).status_code == 403


def test_a_stranger_sees_no_fact(stranger, incident):
    assert stranger.get(page_of(incident, "symptom")).status_code == 403


def test_history_is_shown_on_demand(colleague, incident):
    colleague.post(do(incident, "symptom"), typed())
    colleague.post(do(incident, "symptom", "retract"), {"reason": "It was the test system.", "expected": "1"})

    page = colleague.get(page_of(incident, "symptom")).content.decode()
    assert "Films do not start." in page
    assert "It was the test system." in page


def test_somebody_is_asked_from_the_page(colleague, incident):
    answer = colleague.post(do(incident, "scope", "ask"), {"role": "expert", "minutes": "15"})
    assert answer.status_code == 302
    assert "Asked of Subject matter expert" in colleague.get(room(incident)).content.decode()

    nobody = colleague.post(do(incident, "scope", "ask"), {"minutes": "15"})
    assert nobody.status_code == 400


def test_one_click_drafts_the_correction_of_what_was_said(lead, colleague, incident):
    now = timezone.now()
    commander = updates.people.actor()
    made.answered(incident, "workaround", by=commander, at=now)
    actor = updates.lead(incident, "Lea Second", Role.SUBSTITUTE)
    update = updates.published(incident, by=actor, at=now, texts=[updates.text("What helps: {workaround}")])
    made.answered(incident, "workaround", texts={"en": "Use the web player."}, by=commander, at=timezone.now())

    page = lead.get(room(incident)).content.decode()
    assert "Readers were told 1 thing that is not so any more." in page
    assert "Said in update 1" in page
    answer = lead.post(do(incident, "workaround", "correct"), {"update": update.pk})

    draft = Update.objects.get(phase="correction")
    assert answer["Location"] == f"{room(incident)}?update={draft.pk}#say"
    assert "Use the web player" in lead.get(answer["Location"]).content.decode()


def test_what_was_expected_is_judged_once_it_is_over(lead, incident):
    now = timezone.now()
    span = made.eta(timedelta(hours=1), timedelta(hours=2), at=now)
    made.answered(incident, "eta", state="estimated", value=span, at=now)
    actor = updates.lead(incident, "Lea Second", Role.SUBSTITUTE)
    updates.published(incident, by=actor, at=now, texts=[updates.text("Back {eta}.")])
    assert "Earlier than said" not in lead.get(page_of(incident, "eta")).content.decode()

    updates.people.response.resolve(incident=incident, by=actor, at=now)

    assert "Earlier than said: 60 min" in lead.get(page_of(incident, "eta")).content.decode()


def test_an_unknown_question_is_not_found(colleague, incident):
    assert colleague.get(page_of(incident, "weather")).status_code == 404
    assert colleague.post(do(incident, "symptom", "shout"), {}).status_code == 404


def test_the_page_of_a_fact_costs_the_same_however_long_its_history(colleague, incident):
    colleague.post(do(incident, "symptom"), typed())
    colleague.get(page_of(incident, "symptom"))
    few = statements(lambda: colleague.get(page_of(incident, "symptom")))
    for number in range(1, 4):
        colleague.post(do(incident, "symptom"), typed(expected=number, text_en=f"Films do not start {number}."))
    assert statements(lambda: colleague.get(page_of(incident, "symptom"))) == few
    assert few <= BUDGET, few


@pytest.mark.parametrize("key", list(queries.keys.KEYS))
def test_every_question_has_its_page(colleague, incident, key):
    assert colleague.get(page_of(incident, key)).status_code == 200
