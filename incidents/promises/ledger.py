"""Every word that was due, and whether it came: the first one the severity asks for, then each promise. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    KEPT = "kept"
    MISSED = "missed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Said:
    """One published update: its number, when, and by when it promised the next."""

    sequence: int
    at: datetime
    next_update_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """`made_by` is the number of the update that made it, 0 for the first word, which nobody promised.

    `kept_at` is when the next word came, whatever it said; `late` how long after `due_at` it came,
    or how long it has been missing.
    """

    made_by: int
    made_at: datetime
    due_at: datetime
    kept_at: datetime | None
    standing: Standing
    late: timedelta


@dataclass(frozen=True, slots=True)
class Ledger:
    """`silence` is the longest time without a word between declaration and the end (or now)."""

    promises: tuple[Promise, ...]
    silence: timedelta

    @property
    def kept(self) -> int:
        return sum(each.standing is Standing.KEPT for each in self.promises)

    @property
    def missed(self) -> int:
        return sum(each.standing is Standing.MISSED for each in self.promises)

    @property
    def due(self) -> int:
        return self.kept + self.missed


def ledger(
    said: Sequence[Said],
    *,
    declared_at: datetime,
    first_within: timedelta | None,
    ended_at: datetime | None,
    at: datetime,
) -> Ledger:
    """Judge every promise as of `at`. What ended without a word owes none after its end."""
    story = sorted((each for each in said if each.at <= at), key=lambda each: (each.at, each.sequence))
    until = min(ended_at or at, at)
    found = []
    if first_within is not None:
        found.append(_judged(0, declared_at, declared_at + first_within, story[0].at if story else None, until))
    for number, each in enumerate(story):
        if each.next_update_at is not None:
            followed = story[number + 1].at if number + 1 < len(story) else None
            found.append(_judged(each.sequence, each.at, each.next_update_at, followed, until))
    moments = [declared_at, *(each.at for each in story if each.at >= declared_at)]
    last = max(until, moments[-1])
    gaps = [later - earlier for earlier, later in zip(moments, [*moments[1:], last], strict=True)]
    return Ledger(promises=tuple(found), silence=max(gaps, default=timedelta()))


def _judged(made_by: int, made_at: datetime, due_at: datetime, kept_at: datetime | None, until: datetime) -> Promise:
    late = max((kept_at or until) - due_at, timedelta())
    standing = Standing.MISSED if late else Standing.KEPT if kept_at else Standing.OPEN
    return Promise(made_by, made_at, due_at, kept_at, standing, late)
