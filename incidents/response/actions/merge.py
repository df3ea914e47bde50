from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from incidents.response import policies, states
from incidents.response.actions.close import close_as
from incidents.response.actions.steps import locked, record, tell
from incidents.response.errors import AlreadyMerged, invalid
from incidents.response.models import Incident
from incidents.response.states import ClosureReason, EntryKind


@transaction.atomic
def merge(*, incident: Incident, into: Incident, by: Actor, at: datetime) -> Incident:
    """`incident` turns out to be `into`: both stories say so, the duplicate is closed, its impacts end.

    The surviving incident may not be a duplicate itself, so that merges never form a circle.
    """
    if incident.pk == into.pk:
        raise invalid(into=_("An incident can't be a duplicate of itself."))
    # Always in the order of their keys: two people merging two incidents into each other would deadlock.
    rows = {row.pk: locked(row, at) for row in sorted((incident, into), key=lambda row: row.pk)}
    incident, into = rows[incident.pk], rows[into.pk]
    require(policies.can_merge, by, incident)
    require(policies.can_merge, by, into)
    if incident.kind != into.kind:
        raise invalid(into=_("Both must be of the same kind: an exercise stays apart from what is real."))
    if into.merged_into_id:
        raise AlreadyMerged(
            _("%(duplicate)s is itself a duplicate of %(survivor)s: merge into that one.")
            % {"duplicate": into.reference, "survivor": into.merged_into.reference}
        )
    states.guard_closing(incident.state, ClosureReason.DUPLICATE)
    close_as(incident, reason=ClosureReason.DUPLICATE, merged_into=into, by=by, at=at)
    tell(incident, EntryKind.LINK, "merged", by=by, at=at, reference=into.reference)
    tell(into, EntryKind.LINK, "absorbed", by=by, at=at, reference=incident.reference)
    record(into, "absorbed", by=by, at=at, duplicate=incident.reference)
    return incident
