"""The arithmetic of promises: when the next word is due, and which promises were kept (practice P11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNRATED_MINUTES = 60  # nobody has classified it yet: as a significant incident
WARN_BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a severity wants to be heard of; a long incident may speak less often."""

    every_minutes: int | None
    long_after_minutes: int | None = None
    long_every_minutes: int | None = None


UNRATED = Rule(every_minutes=UNRATED_MINUTES)


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


def promise(rule: Rule, *, declared_at: datetime, at: datetime) -> datetime | None:
    """When an update said at `at` should promise the next one; None when the rule asks for none."""
    minutes = rule.every_minutes
    if minutes is None:
        return None
    long_after = rule.long_after_minutes
    if long_after is not None and rule.long_every_minutes and at - declared_at >= timedelta(minutes=long_after):
        minutes = rule.long_every_minutes
    return at + timedelta(minutes=minutes)


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
