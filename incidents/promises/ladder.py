"""Who is reminded of a promise, and when: pure arithmetic, so that late and doubled runs do no harm (practice P11).

A ladder has rungs at minutes from the moment the word is due; before it they are negative. The last
rung may repeat. Looked at late, only the highest rung counts: after an outage of ours there is one
reminder, not a storm of all that were missed (reliability: T01).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rung:
    """`minutes` after the due moment (negative: before); `roles` are told; repeated every `repeat` minutes, 0 never."""

    minutes: int
    roles: tuple[str, ...]
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One reminder that is due: `minute` from the due moment names it."""

    minute: int
    roles: tuple[str, ...]


def earliest(rungs: Sequence[Rung]) -> timedelta:
    """How long before the due moment anybody may be told."""
    return timedelta(minutes=max([0, *(-rung.minutes for rung in rungs)]))


def reached(rungs: Sequence[Rung], *, due_at: datetime, made_at: datetime, at: datetime) -> Call | None:
    """The highest rung whose moment has come, or None.

    A promise made at `made_at` is not warned of before half its time has passed: who has just
    promised to write in eight minutes need not be told so after three.
    """
    past = (at - due_at) // timedelta(minutes=1)
    if at < due_at and at < made_at + (due_at - made_at) / 2:
        return None
    standing = [rung for rung in rungs if rung.minutes <= past]
    if not standing:
        return None
    rung = max(standing, key=lambda each: each.minutes)
    again = (past - rung.minutes) // rung.repeat * rung.repeat if rung.repeat else 0
    return Call(minute=rung.minutes + again, roles=rung.roles)
