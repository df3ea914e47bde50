"""Whom a reminder goes to beside the people: the rooms of staff, as long as readers wait for that word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incidents.outlets import staff
from incidents.response import clocks
from incidents.response.models import Incident

NAME = "incidents.promises.audience"
recipients = staff.recipients
personal = staff.personal


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    """Nobody, once something was said: a reminder that a resting channel held back is called off."""
    rows = Incident.objects.select_related("severity", "proposed_severity")
    incident = rows.filter(reference=args["incident_ref"]).first()
    if incident is None or clocks.due(incident)[1] != datetime.fromisoformat(args["due_at"]):
        return set()
    return staff.still_wanted(recipients, args)
