"""How far the closing messages of an incident are."""

from dataclasses import dataclass

from django.db.models import Count, Q

from feedback.loop.models import ClosingRun
from feedback.loop.models.closing import LineQuerySet
from feedback.loop.states import LineState
from incidents.response.models import Incident


@dataclass(frozen=True, slots=True)
class Progress:
    pending: int
    told: int
    failed: int
    opted_out: int

    @property
    def total(self) -> int:
        return self.pending + self.told + self.failed + self.opted_out

    @property
    def settled(self) -> int:
        return self.total - self.pending


def run_of(incident: Incident) -> ClosingRun | None:
    """Of the latest resolution; an earlier one's is history once the incident was reopened."""
    if incident.resolved_at is None:
        return None
    return ClosingRun.objects.filter(incident=incident, resolved_at=incident.resolved_at).first()


def progress(run: ClosingRun) -> Progress:
    """1 statement."""
    counts = {str(state): Count("pk", filter=Q(state=state)) for state in LineState}
    return Progress(**run.lines.aggregate(**counts))


def lines(run: ClosingRun) -> LineQuerySet:
    """The ledger with what it shows of each thread, what failed first."""
    return run.lines.select_related("thread").order_by("state", "pk")
