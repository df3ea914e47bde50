"""A window keeps its wall time when the clocks change, and there is at most one a day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from incidents.maintenance import recurrence


def windows(rule, zone, first, clock, days):
    after = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
    found = recurrence.windows(
        rule, first_on=first, clock=clock, time_zone=zone, after=after, before=after + timedelta(days=days)
    )
    return [f"{at:%m-%d %H:%M}" for at in found.values()]


def test_paris_keeps_two_in_the_morning_over_the_end_of_summer_time():
    first = date(2026, 10, 18)
    assert windows("FREQ=WEEKLY", "Europe/Paris", first, time(4), 20) == ["10-18 02:00", "10-25 03:00", "11-01 03:00"]


def test_a_time_that_paris_skips_moves_on_by_what_is_skipped():
    first = date(2026, 3, 28)  # on the 29th, 02:30 does not exist: 03:30 summer time is 01:30 UTC
    assert windows("FREQ=DAILY", "Europe/Paris", first, time(2, 30), 4) == ["03-28 01:30", "03-29 01:30", "03-30 00:30"]


def test_a_time_that_comes_twice_means_the_first():
    first = date(2026, 10, 24)  # on the 25th, 02:30 comes at 00:30 and at 01:30 UTC
    assert windows("FREQ=DAILY", "Europe/Paris", first, time(2, 30), 3) == ["10-24 00:30", "10-25 00:30"]


def test_sydney_whose_summer_is_our_winter():
    first = date(2026, 9, 27)  # summer time begins on October 4
    assert windows("FREQ=WEEKLY", "Australia/Sydney", first, time(4), 16) == [
        "09-26 18:00",
        "10-03 17:00",
        "10-10 17:00",
    ]


def test_the_skipped_hour_of_sydney():
    first = date(2026, 10, 3)
    assert windows("FREQ=DAILY", "Australia/Sydney", first, time(2, 30), 2) == ["10-02 16:30", "10-03 16:30"]


def test_a_rule_that_never_comes_true_is_answered_at_once():
    assert windows("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "UTC", date(2026, 1, 1), time(2), 400) == []


@pytest.mark.parametrize(
    "rule",
    ["", "weekly", "FREQ=OFTEN", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=DAILY;UNTIL=20270101T000000Z",
     "FREQ=WEEKLY\nEXDATE:20260101T000000", "FREQ=WEEKLY;INTERVAL=x",
     "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;BYMONTHDAY=30",
     "FREQ=WEEKLY;BYSETPOS=9"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(ValidationError):
        recurrence.check_rule(rule)


@pytest.mark.parametrize(
    ("rule", "language", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=SU", "en", "Every week · Sunday · 04:00, Europe/Paris time"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "en", "Every 2 months · Monday (+1) · 04:00, Europe/Paris time"),
        ("FREQ=DAILY", "fr", "Tous les jours · 04:00, heure de Europe/Paris"),
        ("FREQ=DAILY;INTERVAL=3", "ja", "3日ごと · 04:00（Europe/Paris時間）"),
    ],
)
def test_a_rule_is_said_in_words(rule, language, words):
    with translation.override(language):
        assert recurrence.explain(rule, clock=time(4), time_zone="Europe/Paris") == words
