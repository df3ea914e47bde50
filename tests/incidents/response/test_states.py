"""The state table, whole: every pair of states is either a move or refused with the moves there are."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from incidents.response import actions as response
from incidents.response import states
from incidents.response.models import Incident
from incidents.response.states import ClosureReason, Kind, MoveNotAllowed, State
from tests.factories import response as people

PAIRS = list(product(State.values, State.values))
ALLOWED = {
    ("investigating", "identified"),
    ("investigating", "monitoring"),
    ("investigating", "resolved"),
    ("identified", "monitoring"),
    ("identified", "resolved"),
    ("identified", "investigating"),
    ("monitoring", "resolved"),
    ("monitoring", "identified"),
    ("monitoring", "investigating"),
    ("resolved", "closed"),
    ("resolved", "investigating"),
    ("scheduled", "in_progress"),
    ("scheduled", "completed"),
    ("in_progress", "verifying"),
    ("in_progress", "completed"),
    ("verifying", "completed"),
    ("verifying", "in_progress"),
}


@pytest.mark.parametrize(("current", "wanted"), PAIRS)
def test_the_table_has_exactly_these_moves(current, wanted):
    if (current, wanted) in ALLOWED:
        states.guard(current, wanted)
        return
    with pytest.raises(MoveNotAllowed) as refusal:
        states.guard(current, wanted)
    assert set(refusal.value.allowed) == {after for before, after in ALLOWED if before == current}


@pytest.mark.parametrize(("current", "reason"), list(product(State.values, ClosureReason.values)))
def test_what_may_be_closed_for_which_reason(current, reason):
    fits = (current == "resolved" and reason != "cancelled") or (
        reason in ("duplicate", "false_alarm") and current in ("investigating", "identified", "monitoring")
    )
    if fits:
        states.guard_closing(current, reason)
    else:
        with pytest.raises(MoveNotAllowed):
            states.guard_closing(current, reason)


def test_no_state_is_open_and_ended_at_once():
    assert not set(states.OPEN) & set(states.ENDED)
    assert set(states.OPEN) | set(states.ENDED) | {State.SCHEDULED} == set(State)
    assert set(states.UNPLANNED_STATES) | set(states.MAINTENANCE_STATES) == set(State)


def standing_at(state: str, noon) -> Incident:
    """An incident (or maintenance) that stands at `state`, without the story that led there."""
    kind = Kind.MAINTENANCE if state in states.MAINTENANCE_STATES else Kind.UNPLANNED
    times = {"scheduled_for": noon, "scheduled_until": noon.replace(hour=14)} if kind == Kind.MAINTENANCE else {}
    incident = people.incident(kind=kind, at=noon, **times)
    moments = {"resolved_at": noon} if state == "resolved" else {"closed_at": noon} if state == "closed" else {}
    Incident.objects.filter(pk=incident.pk).update(state=state, **moments)
    incident.refresh_from_db()
    return incident


BY_PROGRESS = {pair for pair in ALLOWED if pair not in {("resolved", "closed"), ("resolved", "investigating")}}


@pytest.mark.django_db
@pytest.mark.parametrize(("current", "wanted"), PAIRS)
def test_progress_makes_the_moves_of_the_table_and_no_other(current, wanted, noon, later):
    incident = standing_at(current, noon)

    if (current, wanted) in BY_PROGRESS:
        assert response.progress(incident=incident, to=wanted, by=people.actor(), at=later(1)).state == wanted
        return
    with pytest.raises(MoveNotAllowed):
        response.progress(incident=incident, to=wanted, by=people.actor(), at=later(1))
    incident.refresh_from_db()
    assert incident.state == current


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state for state in State.values if state != "resolved"])
def test_only_what_is_resolved_is_reopened(state, noon, later):
    incident = standing_at(state, noon)

    with pytest.raises(MoveNotAllowed):
        response.reopen(incident=incident, reason="It is back.", by=people.actor(), at=later(1))


@pytest.mark.django_db
def test_maintenance_runs_from_scheduled_to_completed(noon, later):
    window = standing_at("scheduled", noon)

    for minutes, state in enumerate(("in_progress", "verifying", "in_progress", "verifying"), start=1):
        response.progress(incident=window, to=state, by=people.actor(), at=later(minutes))
    done = response.resolve(incident=window, by=people.actor(), at=later(9), summary="All disks are new.")

    assert (done.state, done.resolved_at) == ("completed", later(9))
    assert done.entries.order_by("pk").last().text == "Maintenance completed: All disks are new."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "state"),
    [(kind, state) for kind, state in product(Kind.values, State.values)
     if (kind == "maintenance") != (state in states.MAINTENANCE_STATES)],
)  # fmt: skip
def test_the_database_keeps_each_kind_to_its_own_states(kind, state, noon):
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(
            reference="X", kind=kind, state=state, title="?", declared_at=noon, updated_at=noon, closed_at=noon
        )
