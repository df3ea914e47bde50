from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.web.errors import Conflict
from incidents.communication import actions as communication
from incidents.communication import states as communication_states
from incidents.communication.models import Update
from incidents.communication.states import Phase
from incidents.message_templates import queries
from incidents.message_templates.models import TemplateUse, TemplateVersion
from incidents.message_templates.states import State
from incidents.response.models import Incident
from incidents.response.states import Kind
from incidents.response.states import State as IncidentState

TELLS = {Phase.MONITORING: IncidentState.MONITORING, Phase.RESOLVED: IncidentState.RESOLVED}


@transaction.atomic
def begin(*, version: TemplateVersion, incident: Incident, phase: str = "", by: Actor, at: datetime) -> Update:
    """A draft with the template's words; its fields are filled from the facts when it is published.

    `phase` stands in for the template's own: the first message may have to say more than "we know".
    Raises `Conflict` unless the version is approved, and what drafting raises.
    """
    if version.state != State.APPROVED:
        raise Conflict(_("Only an approved template may be used."))
    phase = phase or version.template.phase
    told = communication_states.to_tell(incident.state)
    if incident.kind != Kind.MAINTENANCE and incident.is_open:
        told = TELLS.get(phase, told)
    update = communication.draft(
        incident=incident, phase=phase, incident_state=told, texts=queries.texts(version), by=by, at=at
    )
    TemplateUse.objects.create(version=version, update=update)
    return update
