from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from incidents.catalogue.models import Component
from incidents.playbooks import policies
from incidents.playbooks.actions import steps
from incidents.playbooks.models import Playbook


@transaction.atomic
def stand_for(*, component: Component, by: Actor, at: datetime) -> list[Playbook]:
    """Offer it for a component of which its file knew before it was there; 1 statement where none awaits any.

    Once: whoever takes the component out again afterwards is not overruled.
    """
    joined = []
    for row in Playbook.objects.exclude(awaited=[]).order_by("pk"):
        if component.slug in row.awaited:
            playbook = steps.locked(row)
            require(policies.can_draft, by, playbook)
            playbook.awaited = [slug for slug in playbook.awaited if slug != component.slug]
            playbook.save(update_fields=["awaited"])
            playbook.components.add(component)
            audit.record("incidents.playbook.changed", on=playbook, by=by, at=at, component=component.slug)
            joined.append(playbook)
    return joined
