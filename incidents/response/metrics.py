"""Durations of one incident, each with the two moments it subtracts (domain: Measures). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# key, what it is called, from which moment, to which
SPANS: tuple[tuple[str, Promise, str, str], ...] = (
    ("time_to_detect", _("Time to detect"), "impact_started_at", "detected_at"),
    ("time_to_declare", _("Time to declare"), "detected_at", "declared_at"),
    (
        "first_report_to_declared",
        _("From the first customer's report to the declaration"),
        "first_reported_at",
        "declared_at",
    ),
    ("time_to_acknowledge", _("Time to acknowledge"), "declared_at", "acknowledged_at"),
    ("declared_to_first_update", _("First public update, from the declaration"), "declared_at", "first_update_at"),
    ("impact_to_first_update", _("First public update, from the impact"), "impact_started_at", "first_update_at"),
    (
        "first_report_to_first_update",
        _("First public update, from the first report"),
        "first_reported_at",
        "first_update_at",
    ),
    ("time_to_mitigate", _("Time to mitigate"), "declared_at", "mitigated_at"),
    ("impact_duration", _("Duration of the impact"), "impact_started_at", "impact_ended_at"),
    ("declared_to_resolved", _("From declared to resolved"), "declared_at", "resolved_at"),
)


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    label: str | Promise
    from_name: str
    from_at: datetime
    to_name: str
    to_at: datetime

    @property
    def duration(self) -> timedelta:
        return self.to_at - self.from_at

    @property
    def seconds(self) -> float:
        return self.duration.total_seconds()


def measures(moments: Mapping[str, datetime | None]) -> tuple[Measure, ...]:
    """Every span whose two moments are known. `moments` are the milestones, `first_reported_at` and `first_update_at`.

    A first update published before the impact began (maintenance) is no delay and is left out.
    """
    return tuple(
        Measure(key, label, start, began, end, ended)
        for key, label, start, end in SPANS
        if (began := moments.get(start)) and (ended := moments.get(end)) and ended >= began
    )
