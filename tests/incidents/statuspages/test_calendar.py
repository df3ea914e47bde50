"""Maintenance in people's own calendars: what they subscribed to moves and goes with ours."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from core.actor import SYSTEM
from incidents.response import actions as response
from incidents.statuspages import snapshot
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def window(lumen, noon):
    row = told.incident(
        "New disks; short, but real",
        titles={"fr": "Nouveaux disques", "ja": "ディスク交換のお知らせ" * 12},
        at=noon,
        kind="maintenance",
        state="scheduled",
        scheduled_for=noon + DAY,
        scheduled_until=noon + DAY + 2 * HOUR,
    )
    told.update(row, "You may be signed out.\n\nSorry.", at=noon, state="scheduled", phase="maintenance")
    return row


def raw(at, language="en"):
    bundle = snapshot.build(sequence=1, at=at, previous=None)
    return next(e.plain for e in bundle.entries if e.path == "/calendar.ics" and e.language == language)


def event(at, language="en"):
    return Calendar.from_ical(raw(at, language)).walk("VEVENT")[0]


def test_a_window_is_an_event_with_a_lasting_name(window, lumen, noon):
    found = event(noon)

    assert found["uid"] == f"{window.public_id}@{lumen.public_id}"
    assert (found.start, found.end) == (noon + DAY, noon + DAY + 2 * HOUR)
    assert (found["sequence"], found["status"]) == (0, "CONFIRMED")
    assert found["summary"] == "New disks; short, but real"
    assert found["description"] == "You may be signed out.\n\nSorry."
    assert found["url"].endswith(f"/en/incidents/{window.reference}/")


def test_moving_it_moves_the_same_event(window, noon):
    before = event(noon)
    response.reschedule(
        incident=window,
        scheduled_for=noon + 3 * DAY,
        scheduled_until=noon + 3 * DAY + HOUR,
        reason="No disks.",
        by=SYSTEM,
        at=noon,
    )

    after = event(noon)
    assert (after["uid"], after["sequence"]) == (before["uid"], 1)
    assert (after.start, after.end) == (noon + 3 * DAY, noon + 3 * DAY + HOUR)


def test_calling_it_off_takes_it_out_of_calendars(window, noon):
    response.cancel_maintenance(incident=window, reason="Not needed.", by=SYSTEM, at=noon)

    found = event(noon)
    assert (found["status"], found["sequence"]) == ("CANCELLED", 1)


def test_no_line_is_longer_than_75_octets_and_lines_end_as_they_must(window, noon):
    body = raw(noon, "ja")

    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert event(noon, "ja")["summary"] == "ディスク交換のお知らせ" * 12


def test_it_is_served_in_every_language_and_linked_from_the_page(window, client):
    for path, title in (("/calendar.ics", "New disks; short, but real"), ("/fr/calendar.ics", "Nouveaux disques")):
        answer = client.get(path)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert Calendar.from_ical(answer.content).walk("VEVENT")[0]["summary"] == title
    assert b'calendar.ics"' in client.get("/fr/").content


def test_incidents_are_no_appointments(busy, noon):
    assert Calendar.from_ical(raw(noon)).walk("VEVENT") == []
