"""Readers hear of planned maintenance by themselves: before, at its beginning and end, when it moves."""

from datetime import timedelta

import pytest
import time_machine

from core.actor import SYSTEM, Refused
from core.delivery.models import Broadcast
from incidents.communication import actions as communication
from incidents.communication import cadence
from incidents.communication.states import State as UpdateState
from incidents.maintenance import actions, queries, tasks
from incidents.maintenance.models import Notice
from incidents.response import actions as response
from incidents.response.states import State
from tests.factories import communication as words
from tests.factories import response as people
from tests.incidents.maintenance.conftest import DAY, HOUR, planned

pytestmark = pytest.mark.django_db


def pass_time(incident, at):
    """The worker's minute: move what is due, owe reminders, tell what is owed."""
    with time_machine.travel(at, tick=False):
        response.keep_time(incident=incident, by=SYSTEM, at=at)
        tasks.tell_owed()
        for pk in queries.owed():
            tasks.tell(pk)
    incident.refresh_from_db()


def said(incident):
    """What readers were told after the announcement: (state, first line in English)."""
    rows = incident.updates.published().order_by("sequence").prefetch_related("variants")[1:]
    return [
        (row.incident_state, next(v.text for v in row.variants.all() if v.language == "en").split("\n")[0])
        for row in rows
    ]


def test_the_whole_story_is_told_without_anybody(window, noon):
    for hours in (1, 24, 48, 49, 72, 73, 74, 75):
        pass_time(window, noon + hours * HOUR)

    assert said(window) == [
        (
            "scheduled",
            "Playback (France) may not be available from 5 March 2026, 12:00 UTC to 14:00 UTC: New disks.",
        ),
        (
            "in_progress",
            "Playback (France) may not be available until 5 March 2026, 14:00 UTC: planned maintenance has begun.",
        ),
        ("completed", "Playback (France) should work as usual again: the planned maintenance is over."),
    ]
    assert Broadcast.objects.count() == 4


def test_every_notice_speaks_three_languages(window, noon):
    pass_time(window, noon + 2 * DAY)

    texts = {row.language: row.text for row in window.updates.get(sequence=2).variants.all()}
    assert texts["fr"].startswith("Interruption possible")
    assert "再生" in texts["ja"]


def test_the_beginning_promises_the_end(window, noon):
    pass_time(window, noon + 3 * DAY)

    assert window.next_update_at == window.scheduled_until + cadence.BY_THE_CLOCK


def test_six_missed_reminders_become_one(noon, db):
    for _ in range(6):
        incident = planned(noon)
        words.published(incident, at=noon, phase="maintenance")
        response.automate(incident=incident, auto=True, reminder_hours=[48, 24, 12, 6], by=people.actor(), at=noon)

    for _ in range(2):
        actions.remind(by=SYSTEM, at=noon + 3 * DAY - HOUR)

    assert Notice.objects.count() == 6


def test_whoever_was_told_after_the_hour_is_not_reminded(noon, db):
    incident = planned(noon, scheduled_for=noon + 2 * HOUR, scheduled_until=noon + 3 * HOUR)
    words.published(incident, at=noon, phase="maintenance")

    assert actions.remind(by=SYSTEM, at=noon + HOUR) == []


def test_what_was_never_announced_stays_unsaid(noon, db):
    incident = planned(noon)

    pass_time(incident, noon + 2 * DAY)
    pass_time(incident, noon + 3 * DAY)

    assert incident.state == State.IN_PROGRESS
    assert not incident.is_public
    assert not Notice.objects.exists()


def test_moving_it_tells_the_new_time_and_reminds_again(window, rita, noon):
    pass_time(window, noon + 2 * DAY)
    response.reschedule(
        incident=window,
        scheduled_for=noon + 6 * DAY,
        scheduled_until=noon + 6 * DAY + HOUR,
        reason="No disks.",
        by=rita,
        at=noon + 2 * DAY,
    )
    for days in (2, 3, 5):
        pass_time(window, noon + days * DAY)

    assert [first.split(":")[0] for _state, first in said(window)] == [
        "Playback (France) may not be available from 5 March 2026, 12",
        "New time for planned maintenance",
        "Playback (France) may not be available from 8 March 2026, 12",
    ]
    assert window.next_update_at == noon + 6 * DAY + cadence.BY_THE_CLOCK


def test_moved_twice_before_anybody_was_told_is_told_once(window, rita, noon):
    for days in (4, 5):
        response.reschedule(
            incident=window,
            scheduled_for=noon + days * DAY,
            scheduled_until=noon + days * DAY + HOUR,
            reason="No disks.",
            by=rita,
            at=noon,
        )
    pass_time(window, noon + HOUR)

    assert len(said(window)) == 1
    assert Notice.objects.filter(settled=True).count() == 2


def test_calling_it_off_is_told(window, rita, noon):
    response.cancel_maintenance(incident=window, reason="Not needed.", by=rita, at=noon + HOUR)
    pass_time(window, noon + 2 * HOUR)

    assert said(window) == [
        ("completed", "The maintenance planned for 5 March 2026, 12:00 UTC will not take place: New disks.")
    ]


def test_a_window_missed_altogether_is_told_as_over_once(window, noon):
    for days in (4, 5):
        pass_time(window, noon + days * DAY)

    assert [state for state, _words in said(window)] == ["completed"]


def test_the_leads_own_words_win(window, noon):
    lead = words.lead(window)
    ready = words.draft(window, by=lead, at=noon, phase="maintenance", incident_state="in_progress")

    pass_time(window, noon + 3 * DAY)

    ready.refresh_from_db()
    assert (ready.state, ready.published_by) == (UpdateState.PUBLISHED, "Candor")
    assert len(said(window)) == 1


def test_a_draft_of_somebody_who_may_not_publish_is_not_sent(window, noon):
    ready = words.draft(window, at=noon, phase="maintenance", incident_state="in_progress")

    pass_time(window, noon + 3 * DAY)

    ready.refresh_from_db()
    assert ready.state == UpdateState.DRAFT
    assert "planned maintenance has begun" in said(window)[0][1]


def test_a_lead_draft_that_somebody_else_has_changed_is_not_sent(window, noon):
    lead = words.lead(window)
    ready = words.draft(window, by=lead, at=noon, phase="maintenance", incident_state="in_progress")
    sam = people.actor("Sam Staff", "Support agent")
    communication.revise(update=ready, version=ready.version, texts=words.texts("en"), by=sam, at=noon)

    pass_time(window, noon + 3 * DAY)

    ready.refresh_from_db()
    assert ready.state == UpdateState.DRAFT


def test_a_title_in_braces_breaks_no_notice(noon, db):
    incident = planned(noon, title="New {disks} 100 %")
    words.published(incident, at=noon, phase="maintenance")

    pass_time(incident, noon + 2 * DAY)

    assert "New {disks} 100 %" in said(incident)[0][1]


def test_the_clock_speaks_of_no_unplanned_incident(noon, db):
    incident = words.incident(at=noon)

    with pytest.raises(Refused):
        communication.publish(update=words.draft(incident, at=noon), by=SYSTEM, at=noon)


def test_finding_reminders_costs_two_statements_however_many(noon, db, django_assert_num_queries):
    for _ in range(4):
        words.published(planned(noon), at=noon, phase="maintenance")

    with django_assert_num_queries(2):
        assert len(queries.remind(noon + 2 * DAY + timedelta(minutes=1))) == 4
