"""What an import did, line by line, kept small however long the file is."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.subscribers.csvfile import Row

KEPT_REFUSED = 500
KEPT_OTHERS = 100


class Outcome(models.TextChoices):
    ADDED = "added", _("Added")
    KNOWN = "known", _("Already there")
    REFUSED = "refused", _("Refused")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    address: str
    outcome: Outcome
    reasons: dict[str, str]

    @property
    def text(self) -> str:
        return " ".join(f"{name}: {reason}" if name else reason for name, reason in self.reasons.items())


@dataclass(slots=True)
class Report:
    """Counts of all lines; the lines themselves as far as a person reads on. `tell` gets every one."""

    tell: Callable[[Line], None] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)

    def note(self, row: Row, outcome: Outcome, reasons: dict[str, str] | None = None) -> None:
        self.counts[outcome] += 1
        line = Line(row.line, row.cells.get("address", "")[:200], outcome, reasons or {})
        others = self.counts[Outcome.ADDED] + self.counts[Outcome.KNOWN]
        is_refused = outcome == Outcome.REFUSED
        if self.refused <= KEPT_REFUSED if is_refused else others <= KEPT_OTHERS:
            self.lines.append(line)
        if self.tell:
            self.tell(line)

    @property
    def added(self) -> int:
        return self.counts[Outcome.ADDED]

    @property
    def known(self) -> int:
        return self.counts[Outcome.KNOWN]

    @property
    def refused(self) -> int:
        return self.counts[Outcome.REFUSED]

    @property
    def more(self) -> int:
        return self.counts.total() - len(self.lines)
