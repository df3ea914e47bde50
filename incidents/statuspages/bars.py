"""From stretches of harm to days and uptime. Pure arithmetic on moments."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import floor
from zoneinfo import ZoneInfo

from incidents.catalogue.states import RANK
from incidents.statuspages.page import DayMark

DAYS = 90
# How much of a stretch counts as downtime, as Statuspage counts it: a partial outage for three tenths.
WEIGHT = {"major_outage": 1.0, "partial_outage": 0.3}


@dataclass(frozen=True, slots=True)
class Stretch:
    status: str
    start: datetime
    end: datetime | None


Flat = tuple[Stretch, ...]


def flatten(stretches: Iterable[Stretch], start: datetime, end: datetime) -> list[Stretch]:
    """Cut overlapping stretches (regions, incidents) into neighbours that carry the worst state each."""
    cut = [
        Stretch(each.status, max(each.start, start), min(each.end or end, end))
        for each in stretches
        if each.start < end and (each.end is None or each.end > start)
    ]
    if len(cut) < 2:
        return cut
    edges = defaultdict(list)
    for each in cut:
        edges[each.start].append((each.status, 1))
        edges[each.end].append((each.status, -1))
    flat, active, since = [], Counter(), None
    for moment in sorted(edges):
        here = [status for status, count in active.items() if count]
        if here:
            flat.append(Stretch(max(here, key=RANK.__getitem__), since, moment))
        for status, change in edges[moment]:
            active[status] += change
        since = moment
    return flat


def flat(stretches: tuple[tuple[str, datetime, datetime | None], ...], start: datetime, at: datetime) -> Flat:
    """`flatten` for (status, start, end), remembering what is over: a long history costs only what still lasts."""
    ended = tuple(each for each in stretches if each[2] and each[2] <= at)
    lasting = [Stretch(*each) for each in stretches if not each[2] or each[2] > at]
    past = _past(ended, start)
    if not lasting:
        return past
    since = min(each.start for each in lasting)
    apart = tuple(each for each in past if each.end <= since)
    return (*apart, *flatten([*past[len(apart) :], *lasting], start, at))


@lru_cache(maxsize=1024)
def _past(ended: tuple[tuple[str, datetime, datetime], ...], start: datetime) -> Flat:
    return tuple(flatten([Stretch(*each) for each in ended], start, max((each[2] for each in ended), default=start)))


@lru_cache(maxsize=1024)
def marks(flat: Flat, zone: ZoneInfo) -> tuple[DayMark, ...]:
    """The days touched, each with its worst state and the seconds of harm in it."""
    seconds: dict[date, float] = defaultdict(float)
    status: dict[date, str] = {}
    for each in flat:
        left, end = each.start.astimezone(UTC), each.end.astimezone(UTC)  # in one zone Python ignores the clock change
        while left < end:
            on = left.astimezone(zone).date()
            right = min(end, datetime.combine(on + timedelta(days=1), time(), zone).astimezone(UTC))
            seconds[on] += (right - left).total_seconds()
            if RANK[each.status] >= RANK.get(status.get(on, "operational"), 0):
                status[on] = each.status
            left = right
    return tuple(DayMark(on, status[on], round(seconds[on])) for on in sorted(status))


def uptime(flat: Iterable[Stretch], start: datetime, end: datetime) -> float | None:
    """Per cent of the time from `start` to `end` without outage, to the hundredth and never rounded up.

    None when there is no time yet.
    """
    total = (end - start).total_seconds()
    if total <= 0:
        return None
    down = sum((each.end - each.start).total_seconds() * WEIGHT.get(each.status, 0) for each in flat)
    return floor(10_000 * (1 - down / total)) / 100
