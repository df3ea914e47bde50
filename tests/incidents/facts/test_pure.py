"""What is due when, how ranges are judged, and what each kind of answer refuses."""

from datetime import UTC, datetime, timedelta

import pytest

from core.web.errors import Invalid
from incidents.facts import due, eta, keys, values
from incidents.facts.states import Need

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NEEDS = {key: each.need for key, each in keys.KEYS.items()}


def lacking(phase, **states):
    return set(due.due(NEEDS, states, phase))


def test_the_first_message_needs_beginning_and_symptom():
    assert lacking("holding") == {"impact_started_at", "symptom", "running_event", "next_update_at"}


def test_unknown_counts_as_an_answer_and_withdrawn_does_not():
    found = lacking("holding", symptom="unknown", impact_started_at="retracted")
    assert "symptom" not in found
    assert "impact_started_at" in found


def test_the_scope_message_needs_functions_scope_numbers_and_workaround():
    added = lacking("scope") - lacking("holding")
    assert added == {"functions", "scope", "affected_now", "affected_worst", "workaround", "key_customers"}


def test_resolving_needs_evidence_and_no_expected_end():
    found = lacking("resolved")
    assert "recovered_evidence" in found
    assert "eta" not in found


def test_what_is_for_staff_is_never_demanded():
    internal = {key for key, need in NEEDS.items() if need == Need.INTERNAL}
    assert not any(internal & lacking(phase) for phase in due.NEEDED)


@pytest.mark.parametrize(
    ("said", "state", "phase"),
    [(0, "investigating", "holding"), (1, "investigating", "scope"), (5, "identified", "progress"),
     (3, "monitoring", "resolved")],
)  # fmt: skip
def test_the_next_message_follows_from_what_was_said(said, state, phase):
    assert due.next_phase(said=said, incident_state=state, planned=False) == phase


@pytest.mark.parametrize(
    ("minute", "outcome", "off"), [(59, "early", 1), (60, "hit", 0), (75, "hit", 0), (90, "hit", 0), (100, "late", 10)]
)
def test_a_range_is_hit_missed_early_or_missed_late(minute, outcome, off):
    said = eta.Range(NOON + timedelta(minutes=60), NOON + timedelta(minutes=90))
    found = eta.accuracy(said, NOON + timedelta(minutes=minute))
    assert (found.outcome, found.off) == (outcome, timedelta(minutes=off))


def expected(**changes):
    value = {"earliest": NOON + timedelta(hours=1), "latest": NOON + timedelta(hours=2), "basis": "A fix.", **changes}
    return values.clean("eta", "estimated", value, None, at=NOON)[0]


def test_an_expected_end_is_kept_in_utc():
    assert expected() == {
        "earliest": "2026-03-02T13:00:00+00:00",
        "latest": "2026-03-02T14:00:00+00:00",
        "basis": "A fix.",
        "confidence": "medium",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latest": NOON + timedelta(minutes=30)}, "latest"),
        ({"earliest": NOON - timedelta(minutes=30)}, "earliest"),
        ({"basis": " "}, "basis"),
        ({"confidence": "sure"}, "confidence"),
        ({"latest": "tomorrow"}, "latest"),
        ({"latest": datetime(2500, 1, 1, tzinfo=UTC)}, "latest"),
    ],
)
def test_an_expected_end_that_makes_no_sense_is_refused(changes, field):
    with pytest.raises(Invalid) as problem:
        expected(**changes)
    assert list(problem.value.fields) == [field]


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("number", {"low": -1}, "low"),
        ("number", {"low": 5, "high": 4}, "high"),
        ("number", {"low": True}, "low"),
        ("moment", {"at": "2026-03-02T12:00:00"}, "at"),
        ("yes_no", {"answer": "yes"}, "answer"),
        ("note", {"text": "  "}, "text"),
        ("note", {"text": "a\x00b"}, "text"),
        ("note", {"low": 3}, "low"),
    ],
)
def test_each_kind_refuses_what_it_is_not(kind, value, field):
    with pytest.raises(Invalid) as problem:
        values.clean(kind, "estimated", value, None, at=NOON)
    assert field in problem.value.fields


def test_every_key_has_a_kind_that_can_be_cleaned():
    assert {each.kind for each in keys.KEYS.values()} <= set(values.FIELDS)
