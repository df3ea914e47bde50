"""Answers are collected from several people at once; who says what is true is decided (P2)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents import signals
from incidents.facts import actions as facts
from incidents.facts import queries
from incidents.facts.errors import AnsweredMeanwhile, DerivedFact, NothingToRetract
from incidents.facts.models import Fact, FactAnswer
from tests.factories import catalogue
from tests.factories import facts as made


def test_an_answer_is_kept_with_who_when_and_source(incident, expert, noon):
    made.answered(incident, "workaround", by=expert, source="Support tried it on three TVs")

    answer = queries.answers(incident)["workaround"]
    assert answer.texts == made.WORKAROUND
    assert (answer.state, answer.by, answer.role, answer.at) == ("confirmed", "Elsa Expert", "expert", noon)
    assert answer.source == "Support tried it on three TVs"
    entry = incident.entries.get(kind="fact")
    assert entry.text == "Workaround, confirmed: Choose “Standard” quality.: Support tried it on three TVs"
    event = AuditEvent.objects.get(kind="incidents.fact.answered")
    assert (event.data["key"], event.data["number"]) == ("workaround", 1)


def test_not_known_yet_is_a_legal_answer(incident, responder):
    made.answered(incident, "eta", state="unknown", by=responder)

    ledger = queries.ledger(incident)
    assert ledger.line("eta").state == "unknown"
    assert ledger.line("eta") in ledger.known


def test_unknown_with_a_value_is_refused(incident, responder):
    with pytest.raises(Invalid) as problem:
        made.answered(incident, "affected_now", state="unknown", value={"low": 5}, by=responder)
    assert "state" in problem.value.fields
    assert not FactAnswer.objects.exists()


def test_a_second_answer_supersedes_the_first_and_both_stay(incident, responder, noon):
    first = made.answered(incident, "affected_now", state="estimated", value={"low": 100}, by=responder)
    second = made.answered(
        incident, "affected_now", state="estimated", value={"low": 200, "high": 300}, by=responder,
        at=noon + timedelta(minutes=3),
    )  # fmt: skip

    assert second.supersedes_id == first.pk
    assert [row.number for row in queries.history(incident, "affected_now")] == [2, 1]
    assert queries.answers(incident)["affected_now"].value == {"low": 200, "high": 300}


def test_the_database_refuses_to_change_an_answer(incident, responder):
    answer = made.answered(incident, "symptom", state="estimated", by=responder)

    with pytest.raises(DatabaseError), transaction.atomic():
        FactAnswer.objects.filter(pk=answer.pk).update(source="never mind")


def test_only_commander_and_experts_confirm(incident, responder, lead, expert):
    for somebody in (responder, lead):
        with pytest.raises(PermissionDenied):
            made.answered(incident, "symptom", by=somebody)
    made.answered(incident, "symptom", by=expert)

    assert queries.answers(incident)["symptom"].state == "confirmed"


def test_what_is_confirmed_is_not_changed_by_the_communications_lead(incident, lead, expert):
    made.answered(incident, "symptom", by=expert)

    with pytest.raises(PermissionDenied):
        made.answered(incident, "symptom", state="estimated", texts={"en": "All is well."}, by=lead)
    with pytest.raises(PermissionDenied):
        facts.retract(incident=incident, key="symptom", reason="No.", by=lead, at=made.NOON)


def test_the_communications_lead_betters_the_words_and_the_meaning_stays(incident, lead, responder, expert, noon):
    first = made.answered(incident, "symptom", by=expert, texts={"en": "VST errors > 40 %."})
    better = facts.reword(incident=incident, key="symptom", texts={"en": "Films do not start."}, by=lead, at=noon)

    assert (better.state, better.meaning, better.number) == ("confirmed", first.meaning, 2)
    with pytest.raises(PermissionDenied):
        facts.reword(incident=incident, key="symptom", texts={"en": "Never mind."}, by=responder, at=noon)


def test_an_outsider_answers_nothing(incident, outsider, noon):
    with pytest.raises(PermissionDenied):
        made.answered(incident, "symptom", state="unknown", by=outsider)
    assert not Fact.objects.exists()


def test_who_was_slower_is_shown_the_answer_that_stands(incident, responder, expert):
    made.answered(incident, "affected_now", state="estimated", value={"low": 5}, by=expert, expected=0)

    with pytest.raises(AnsweredMeanwhile) as problem:
        made.answered(incident, "affected_now", state="estimated", value={"low": 7}, by=responder, expected=0)

    assert "Elsa Expert answered at 12:00 UTC: Estimated – 5" in str(problem.value)
    assert problem.value.extra["current"]["value"] == {"low": 5, "high": 5}
    assert FactAnswer.objects.count() == 1


def test_data_are_safe_only_when_somebody_has_verified_it(incident, expert):
    with pytest.raises(Invalid) as problem:
        made.answered(incident, "data_safe", value={"answer": True}, by=expert)
    assert "verified_by" in problem.value.fields
    made.answered(incident, "data_safe", value={"answer": True, "verified_by": "Security on call"}, by=expert)


def test_the_beginning_is_written_where_its_truth_lives(incident, responder, noon):
    began = noon - timedelta(minutes=9)
    made.answered(incident, "impact_started_at", state="estimated", value={"at": began}, by=responder)

    incident.refresh_from_db()
    assert incident.impact_started_at == began
    assert queries.answers(incident)["impact_started_at"].by == "Sven Scribe"


def test_a_beginning_corrected_elsewhere_is_what_the_ledger_says(incident, commander, noon):
    made.answered(incident, "impact_started_at", value={"at": noon - timedelta(minutes=9)}, by=commander)
    earlier = noon - timedelta(minutes=20)
    made.response.set_milestone(
        incident=incident, name="impact_started_at", to=earlier, reason="The log.", by=commander, at=noon
    )
    incident.refresh_from_db()

    answer = queries.answers(incident)["impact_started_at"]
    assert (answer.value["at"], answer.state) == (earlier.isoformat(), "estimated")


def test_a_supplier_is_named_on_the_incident(incident, responder):
    supplier = catalogue.third_party("Farlane CDN")
    made.answered(incident, "third_party", state="estimated", value={"name": "Farlane CDN"}, by=responder)

    incident.refresh_from_db()
    assert incident.third_party == supplier
    with pytest.raises(Invalid):
        made.answered(incident, "third_party", state="estimated", value={"name": "Nobody Inc"}, by=responder)


@pytest.mark.parametrize("key", ["functions", "next_update_at"])
def test_what_is_set_elsewhere_says_where(incident, responder, key):
    with pytest.raises(DerivedFact):
        made.answered(incident, key, state="unknown", by=responder)


def test_a_withdrawn_answer_is_none(incident, responder, noon):
    made.answered(incident, "scope", state="estimated", by=responder)
    facts.retract(incident=incident, key="scope", reason="It was the test system.", by=responder, at=noon)

    ledger = queries.ledger(incident)
    assert ledger.line("scope").state == "retracted"
    assert ledger.line("scope") not in ledger.known
    with pytest.raises(NothingToRetract):
        facts.retract(incident=incident, key="scope", reason="Again.", by=responder, at=noon)


def test_whoever_listens_hears_that_a_fact_changed(incident, responder):
    heard = []

    def listen(**kwargs):
        heard.append((kwargs["incident"], kwargs["answer"].state, kwargs["by"].label))

    signals.fact_changed.connect(listen)
    try:
        made.answered(incident, "symptom", state="estimated", by=responder)
    finally:
        signals.fact_changed.disconnect(listen)
    assert heard == [(incident, "estimated", "Sven Scribe")]
