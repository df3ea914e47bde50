"""Business time: how a number of minutes runs through opening hours, holidays and changes of the clock.

Pure. A day's hours are pairs of minutes since midnight in the calendar's own zone; a night shift is two
pairs on two days. Time is counted in real minutes, so a day when the clocks change is an hour more or less.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON_DAYS = 800  # a calendar that opens less often than this never reaches a target

Span = tuple[int, int]


class NeverOpen(ValueError):
    """The calendar has too few open hours for the target to come."""


@dataclass(frozen=True, slots=True)
class Hours:
    """`week` has seven days from Monday, each with its spans; `holidays` are closed all day."""

    zone: str
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def spans(self, day: date) -> tuple[Span, ...]:
        return () if day in self.holidays else self.week[day.weekday()]


ALWAYS: Hours | None = None


def after(start: datetime, minutes: int, hours: Hours | None) -> datetime:
    """The moment `minutes` of open time after `start` (aware), in UTC; round the clock when `hours` is None."""
    left = timedelta(minutes=minutes)
    if hours is None:
        return (start + left).astimezone(UTC)
    for opens, closes in _open(start, hours):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise NeverOpen


def between(start: datetime, end: datetime, hours: Hours | None) -> timedelta:
    """Open time from `start` to `end`; zero when `end` comes first."""
    if hours is None:
        return max(end - start, timedelta(0))
    total = timedelta(0)
    for opens, closes in _open(start, hours):
        if opens >= end:
            break
        total += min(closes, end.astimezone(UTC)) - opens
    return total


def is_open(at: datetime, hours: Hours | None) -> bool:
    """Whether people of ours answer at this moment."""
    return hours is None or next(_open(at, hours), (None,))[0] == at.astimezone(UTC)


def _open(start: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from `start` on, in UTC."""
    zone, start = ZoneInfo(hours.zone), start.astimezone(UTC)
    first = start.astimezone(zone).date()
    for number in range(HORIZON_DAYS):
        day = first + timedelta(days=number)
        for opens, closes in hours.spans(day):
            begin, end = max(_moment(day, opens, zone), start), _moment(day, closes, zone)
            if begin < end:
                yield begin, end


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    if minute == 24 * 60:
        day, minute = day + timedelta(days=1), 0
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)
