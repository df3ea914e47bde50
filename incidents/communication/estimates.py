"""How well the expected ends that readers were told foresaw the end (domain: Measures). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.facts import eta


@dataclass(frozen=True, slots=True)
class Said:
    """One version of the expected end; `accuracy` is None until the end is known."""

    sequence: int
    update: str
    said_at: datetime
    span: eta.Range
    accuracy: eta.Accuracy | None


def said(rows: Iterable[tuple[int, str, datetime, dict[str, Any]]], ended_at: datetime | None) -> tuple[Said, ...]:
    """Each range once, at its first telling: repeating a promise makes no second one."""
    found: dict[tuple[datetime, datetime], Said] = {}
    for sequence, update, at, value in rows:
        span = eta.read(value)
        accuracy = eta.accuracy(span, ended_at) if ended_at else None
        found.setdefault((span.earliest, span.latest), Said(sequence, update, at, span, accuracy))
    return tuple(found.values())


def hits(rows: Iterable[Said]) -> tuple[int, int]:
    """(as said, judged): never a share without its n."""
    judged = [row.accuracy for row in rows if row.accuracy]
    return sum(each.outcome == eta.Outcome.HIT for each in judged), len(judged)
