from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from incidents.response import policies
from incidents.response.actions.steps import record
from incidents.response.models import Incident


@transaction.atomic
def note_first_report(*, incident: Incident, first: datetime | None, by: Actor, at: datetime) -> Incident:
    """When the first customer wrote of it, as far as is known now; None when nobody did after all."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    require(policies.can_note_reports, by, incident)
    before = incident.first_reported_at
    if before == first:
        return incident
    incident.first_reported_at = first
    incident.save(update_fields=["first_reported_at"])
    told = {name: moment.isoformat() if moment else None for name, moment in (("before", before), ("after", first))}
    record(incident, "first_report_noted", by=by, at=at, **told)
    return incident
