"""An expected end is a range with a basis, and its accuracy is measured (domain: Messages; practice P10). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    HIT = "hit", _("As said")
    EARLY = "early", _("Earlier than said")
    LATE = "late", _("Later than said")


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends inclusive."""

    earliest: datetime
    latest: datetime
    basis: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """`off` is how far outside the range the end fell; zero for a hit."""

    outcome: Outcome
    off: timedelta

    @property
    def minutes(self) -> int:
        """Rounded up: a miss is never shown as none."""
        return -int(-self.off.total_seconds() // 60)


def read(value: Mapping[str, Any]) -> Range:
    """A stored answer as a range."""
    return Range(
        datetime.fromisoformat(value["earliest"]),
        datetime.fromisoformat(value["latest"]),
        value.get("basis", ""),
        value.get("confidence", ""),
    )


def accuracy(said: Range, ended_at: datetime) -> Accuracy:
    """How well `said` foresaw the end."""
    if ended_at < said.earliest:
        return Accuracy(Outcome.EARLY, said.earliest - ended_at)
    if ended_at > said.latest:
        return Accuracy(Outcome.LATE, ended_at - said.latest)
    return Accuracy(Outcome.HIT, timedelta())
