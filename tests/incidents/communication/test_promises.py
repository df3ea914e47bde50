from datetime import timedelta

import pytest

from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication import queries
from tests.factories import catalogue
from tests.factories import communication as updates


@pytest.mark.parametrize(
    ("level", "elapsed", "wait"), [(5, 5, 20), (5, 119, 20), (5, 120, 60), (4, 1, 30), (3, 1, 60), (2, 500, 240)]
)
def test_an_update_promises_the_next_as_often_as_the_severity_asks(db, noon, level, elapsed, wait):
    incident = updates.incident(severity=catalogue.severities()[level])
    updates.published(incident, at=noon)
    at = noon + timedelta(minutes=elapsed)

    update = updates.published(incident, at=at)

    assert update.next_update_at == at + timedelta(minutes=wait)
    incident.refresh_from_db()
    assert incident.next_update_at == update.next_update_at


def test_the_first_word_on_a_severe_incident_promises_the_scope_within_five_minutes(db, noon):
    incident = updates.incident(severity=catalogue.severities()[5])

    assert updates.published(incident, at=noon).next_update_at == noon + timedelta(minutes=5)


def test_a_proposed_severity_counts_until_somebody_decides(db, noon):
    incident = updates.incident(severity=None)
    incident.proposed_severity = catalogue.severities()[4]

    assert queries.next_promise(incident, noon) == noon + timedelta(minutes=30)


def test_a_negligible_incident_promises_nothing(db):
    assert updates.published(updates.incident(severity=catalogue.severities()[1])).next_update_at is None


def test_an_unrated_incident_is_heard_of_every_hour(db, noon):
    assert updates.published(updates.incident(severity=None)).next_update_at == noon + timedelta(hours=1)


def test_the_writer_may_promise_another_moment(incident, lead, noon):
    promised = noon + timedelta(minutes=7)
    assert updates.published(incident, by=lead, next_update_at=promised).next_update_at == promised


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=1)])
def test_a_promise_in_the_past_is_refused(incident, noon, late):
    with pytest.raises(Invalid) as problem:
        updates.draft(incident, next_update_at=noon - late)
    assert "next_update_at" in problem.value.fields


def test_a_promise_that_has_passed_while_drafting_is_refused_at_publishing(incident, lead, noon):
    draft = updates.draft(incident, next_update_at=noon + timedelta(minutes=5))
    with pytest.raises(Invalid) as problem:
        communication.publish(update=draft, by=lead, at=noon + timedelta(minutes=6))
    assert "next_update_at" in problem.value.fields


def test_what_is_over_promises_nothing(incident, noon):
    with pytest.raises(Invalid):
        updates.draft(incident, incident_state="resolved", next_update_at=noon + timedelta(hours=1))
