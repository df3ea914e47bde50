"""Who hears of a late answer, and when: pure arithmetic, so that late and doubled runs do no harm.

A step stands at a number of spans after the clock ran out; a span is the time the register gives that
clock. Looked at late, only the highest step counts: after an outage of ours there is one reminder a
thread, not one for each step that was missed (reliability: T01).
"""

from collections.abc import Sequence
from dataclasses import dataclass

RESPONSIBLE, TEAM = "responsible", "team"


@dataclass(frozen=True, slots=True)
class Rung:
    """`tells` names roles, or RESPONSIBLE (the assignee, else the register's team), or TEAM."""

    spans: int
    tells: tuple[str, ...]


def reached(rungs: Sequence[Rung], *, spans: int, told: int | None) -> Rung | None:
    """The highest rung that `spans` whole spans reach, unless it or a higher one was `told` already."""
    standing = [rung for rung in rungs if rung.spans <= spans and (told is None or rung.spans > told)]
    return max(standing, key=lambda rung: rung.spans, default=None)
