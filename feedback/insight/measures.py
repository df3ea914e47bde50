"""What the whole of feedback says: figures, each with the number of conversations behind it. Pure."""

from dataclasses import dataclass
from datetime import date

from feedback.insight.quartiles import Spread

FEWEST = 30  # fewer say nothing about a trend


@dataclass(frozen=True, slots=True)
class Kept:
    """A target: how often it was kept and missed; what still has time is in neither."""

    met: int
    missed: int

    @property
    def n(self) -> int:
        return self.met + self.missed

    @property
    def share(self) -> float | None:
        return self.met / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the conversations that came in a period. `thanked` had automatic thanks before a human; `answered` had one."""

    received: int
    answered: int
    thanked: int
    closed: int
    waiting: int
    overdue: int
    acknowledge: Kept
    answer: Kept
    resolve: Kept
    to_answer: Spread | None
    to_close: Spread | None


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown; `value` is what a filter takes, "" where nobody has said."""

    value: str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Span:
    """A day or week of the trend."""

    on: date
    received: int
    answer: Kept


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Answers from 1 to 5 to the question how we did."""

    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Report:
    total: Figures
    groups: tuple[Group, ...]
    trend: tuple[Span, ...]
    by_week: bool
    broken_promises: int
    satisfaction: Satisfaction

    @property
    def has_trend(self) -> bool:
        return self.total.received >= FEWEST
