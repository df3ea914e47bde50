"""What waits for a decision, and what is known behind an incident."""

from django.db.models import QuerySet

from incidents.alerts.models import Proposal
from incidents.response.models import Incident

SHOWN = 10


def waiting() -> QuerySet[Proposal]:
    """Proposals nobody has decided on, the worst and newest first."""
    rows = Proposal.objects.waiting().select_related("component", "source", "region")
    return rows.order_by("-level", "-last_at", "-pk")


def behind(incident: Incident) -> QuerySet[Proposal]:
    """The groups of alerts that belong to an incident, newest first."""
    return incident.proposals.select_related("source").order_by("-last_at", "-pk")
