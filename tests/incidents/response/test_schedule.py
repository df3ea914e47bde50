"""Planned maintenance is moved, extended, called off, and left to the clock."""

from datetime import timedelta

import pytest
import time_machine

from core.actor import SYSTEM, Refused
from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents import signals
from incidents.response import actions as response
from incidents.response import tasks
from incidents.response.models import Impact, Incident
from incidents.response.states import MoveNotAllowed, State
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def heard():
    """The names of the planned-maintenance signals that were sent."""
    told = []
    names = {name: getattr(signals, name) for name in ("rescheduled", "cancelled", "began", "ended")}
    receivers = {name: lambda name=name, **_: told.append(name) for name in names}
    for name, signal in names.items():
        signal.connect(receivers[name])
    yield told
    for name, signal in names.items():
        signal.disconnect(receivers[name])


@pytest.fixture
def window(rita, noon):
    """Playback is worked on tomorrow from noon to two."""
    return people.incident(
        by=rita,
        at=noon,
        kind="maintenance",
        severity=None,
        scheduled_for=noon + DAY,
        scheduled_until=noon + DAY + 2 * HOUR,
        impacts=[response.ImpactInput(catalogue.component("playback"), "under_maintenance")],
    )


def moved(window, by, at, start, hours=2):
    return response.reschedule(
        incident=window, scheduled_for=start, scheduled_until=start + hours * HOUR, reason="No disks.", by=by, at=at
    )


def test_moving_the_window_moves_what_will_be_impaired(window, rita, noon, heard):
    done = moved(window, rita, noon, noon + 2 * DAY)

    assert (done.scheduled_for, done.times_rescheduled) == (noon + 2 * DAY, 1)
    assert window.impacts.get().started_at == noon + 2 * DAY
    assert heard == ["rescheduled"]
    assert "No disks." in window.entries.get(data__what="rescheduled").text
    assert AuditEvent.objects.filter(kind="incidents.incident.rescheduled").count() == 1


def test_the_same_window_again_tells_nobody(window, rita, noon, heard):
    moved(window, rita, noon, noon + DAY)

    assert heard == []


def test_work_that_has_begun_is_extended_but_keeps_its_beginning(window, rita, noon):
    response.progress(incident=window, to=State.IN_PROGRESS, by=rita, at=noon + DAY)

    done = moved(window, rita, noon + DAY + HOUR, noon + DAY, hours=4)
    assert done.scheduled_until == noon + DAY + 4 * HOUR
    with pytest.raises(Invalid):
        moved(window, rita, noon + DAY + HOUR, noon + 2 * DAY)


def test_no_window_moves_into_the_past_or_ends_before_it_begins(window, rita, noon):
    for start, hours in ((noon - DAY, 2), (noon - HOUR, 2), (noon + DAY, -1)):
        with pytest.raises(Invalid):
            moved(window, rita, noon, start, hours)


def test_an_incident_has_no_window(incident, rita, noon):
    with pytest.raises(Invalid):
        moved(incident, rita, noon, noon + DAY)


def test_whoever_may_not_respond_moves_and_cancels_nothing(window, ann, outsider, noon):
    for somebody in (ann, outsider):
        with pytest.raises(Refused):
            moved(window, somebody, noon, noon + 2 * DAY)
        with pytest.raises(Refused):
            response.cancel_maintenance(incident=window, reason="No.", by=somebody, at=noon)


def test_what_is_called_off_is_over_with_nothing_impaired(window, rita, noon, heard):
    done = response.cancel_maintenance(incident=window, reason="Not needed.", by=rita, at=noon)

    assert (done.state, done.closure_reason) == (State.COMPLETED, "cancelled")
    assert not Impact.objects.exists()
    assert heard == ["cancelled"]
    with pytest.raises(MoveNotAllowed):
        response.cancel_maintenance(incident=window, reason="Again.", by=rita, at=noon)


def test_it_begins_and_ends_by_itself_once(window, noon, heard):
    for minutes in (-1, 0, 1, 60, 120, 121):
        response.keep_time(incident=window, by=SYSTEM, at=noon + DAY + timedelta(minutes=minutes))

    window.refresh_from_db()
    impact = window.impacts.get()
    assert heard == ["began", "ended"]
    assert window.state == State.COMPLETED
    assert (impact.started_at, impact.ended_at) == (noon + DAY, noon + DAY + 2 * HOUR)


def test_a_window_that_passed_while_nothing_ran_is_ended_once_as_it_was_planned(window, noon, heard):
    response.keep_time(incident=window, by=SYSTEM, at=noon + 3 * DAY)

    window.refresh_from_db()
    impact = window.impacts.get()
    assert heard == ["ended"]
    assert window.state == State.COMPLETED
    assert (impact.started_at, impact.ended_at) == (noon + DAY, noon + DAY + 2 * HOUR)


def test_what_a_person_took_into_their_hands_is_left_to_them(window, rita, noon, heard):
    response.automate(incident=window, auto=False, by=rita, at=noon)

    response.keep_time(incident=window, by=SYSTEM, at=noon + DAY)

    window.refresh_from_db()
    assert (window.state, heard) == (State.SCHEDULED, [])
    assert not Incident.objects.due(noon + DAY).exists()


def test_an_extension_postpones_the_end(window, rita, noon):
    response.keep_time(incident=window, by=SYSTEM, at=noon + DAY)
    moved(window, rita, noon + DAY + HOUR, noon + DAY, hours=4)

    response.keep_time(incident=window, by=SYSTEM, at=noon + DAY + 3 * HOUR)

    window.refresh_from_db()
    assert window.state == State.IN_PROGRESS


def test_six_overdue_ones_are_asked_for_once_each_in_one_statement(rita, noon, django_assert_num_queries, monkeypatch):
    for _ in range(6):
        people.incident(
            by=rita, at=noon, kind="maintenance", severity=None, scheduled_for=noon + HOUR, scheduled_until=noon + DAY
        )
    asked = []
    monkeypatch.setattr(tasks, "enqueue", lambda *task: asked.append(task))

    with time_machine.travel(noon + 2 * HOUR, tick=False), django_assert_num_queries(1):
        tasks.keep_time()

    assert len(asked) == len(set(asked)) == 6


def test_reminders_lie_within_sixty_days(window, rita, noon):
    done = response.automate(incident=window, auto=True, reminder_hours=[2, 48, 2], by=rita, at=noon)
    assert done.reminder_hours == [48, 2]
    with pytest.raises(Invalid):
        response.automate(incident=window, auto=True, reminder_hours=[0], by=rita, at=noon)
