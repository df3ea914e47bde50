"""What playbooks do when readers were told something, and when a component comes that one awaits."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents import signals
from incidents.catalogue.models import Component
from incidents.playbooks import actions
from incidents.response.models import Incident


@receiver(signals.update_published)
def go_on_from_the_message(incident: Incident, **_: Any) -> None:
    enqueue("incidents.playbooks.tasks.follow_publications", incident.pk)


@receiver(post_save, sender=Component)
def stand_for_what_was_awaited(instance: Component, **_: Any) -> None:
    actions.stand_for(component=instance, by=SYSTEM, at=timezone.now())
