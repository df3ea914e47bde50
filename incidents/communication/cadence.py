"""The arithmetic of promises: is the next word due, and which promises were kept (practice P11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BY_THE_CLOCK = timedelta(minutes=5)  # what begins and ends maintenance looks once a minute, then writes
UNRATED = timedelta(minutes=60)  # nobody has classified it yet: as often as a significant one
WARN_BEFORE = timedelta(minutes=5)


class Standing(StrEnum):
    NONE = "none"
    AHEAD = "ahead"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Said:
    """One published update: when, and by when it promised the next."""

    at: datetime
    next_update_at: datetime | None


@dataclass(frozen=True, slots=True)
class Score:
    """Promises of one incident; `open` is one that still has time. `longest_late` of those missed."""

    kept: int
    missed: int
    open: int
    longest_late: timedelta

    @property
    def due(self) -> int:
        return self.kept + self.missed


def standing(next_update_at: datetime | None, at: datetime) -> Standing:
    if next_update_at is None:
        return Standing.NONE
    if at > next_update_at:
        return Standing.OVERDUE
    return Standing.SOON if next_update_at - at <= WARN_BEFORE else Standing.AHEAD


def score(said: Iterable[Said], at: datetime) -> Score:
    """Count promises kept and missed as of `at`: a promise is kept by the next word, whatever it says.

    A promise repeated by a later update counts once for each time it was made.
    """
    story = sorted((each for each in said if each.at <= at), key=lambda each: each.at)
    kept = missed = still_open = 0
    longest = timedelta()
    for number, each in enumerate(story):
        if each.next_update_at is None:
            continue
        followed = story[number + 1].at if number + 1 < len(story) else None
        late = (followed or at) - each.next_update_at
        if late > timedelta():
            missed += 1
            longest = max(longest, late)
        elif followed:
            kept += 1
        else:
            still_open += 1
    return Score(kept=kept, missed=missed, open=still_open, longest_late=longest)
