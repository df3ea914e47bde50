from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.targets.hours import Hours, NeverOpen, after, between

OFFICE = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
PARIS = Hours("Europe/Paris", (OFFICE,) * 5 + ((), ()), frozenset({date(2026, 5, 1)}))


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (utc(2026, 3, 2, 9), 30, utc(2026, 3, 2, 9, 30)),  # Monday 10:00 in Paris
        (utc(2026, 3, 2, 10, 50), 30, utc(2026, 3, 2, 12, 20)),  # over lunch
        (utc(2026, 3, 6, 15, 50), 30, utc(2026, 3, 9, 8, 20)),  # over the weekend
        (utc(2026, 4, 30, 14, 50), 30, utc(2026, 5, 4, 7, 20)),  # over a holiday and the weekend
        (utc(2026, 3, 27, 15, 50), 30, utc(2026, 3, 30, 7, 20)),  # the clocks change on Sunday
        (utc(2026, 3, 1, 3), 0, utc(2026, 3, 2, 8)),  # nothing is due before somebody is there
    ],
)
def test_time_runs_while_somebody_is_there(start, minutes, end):
    assert after(start, minutes, PARIS) == end


def test_a_night_without_an_hour_is_an_hour_shorter():
    night = Hours("Europe/Paris", (((0, 24 * 60),),) * 7)

    assert between(utc(2026, 3, 28, 23), utc(2026, 3, 29, 22), night) == timedelta(hours=23)


def test_a_calendar_that_never_opens_again_says_so():
    closed = Hours("UTC", ((),) * 7)

    with pytest.raises(NeverOpen):
        after(utc(2026, 3, 2), 1, closed)


@given(
    start=st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)),
    minutes=st.integers(min_value=1, max_value=3000),
)
def test_what_is_due_after_n_open_minutes_lies_n_open_minutes_away(start, minutes):
    assert between(start, after(start, minutes, PARIS), PARIS) == timedelta(minutes=minutes)
