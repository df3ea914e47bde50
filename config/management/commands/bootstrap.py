from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config import roles
from feedback.answering import defaults as answering
from feedback.duty import defaults as duty
from feedback.loop import defaults as loop
from feedback.privacy import defaults as privacy
from feedback.targets import defaults as targets
from feedback.waves import defaults as waves
from incidents.catalogue import defaults as catalogue
from incidents.facts import defaults as facts
from incidents.message_templates import defaults as message_templates
from incidents.playbooks import defaults as playbooks
from incidents.promises import defaults as promises
from incidents.statuspages import defaults as statuspages
from incidents.subscribers import defaults as subscribers

SPEAKING = (catalogue, facts, subscribers, statuspages, promises, message_templates, playbooks)
LISTENING = (targets, duty, answering, loop, waves, privacy)


class Command(BaseCommand):
    """Bring groups and default data in place. Safe to run again: what people edited stays."""

    help = "Create roles and default data (severity levels, audiences, status page, playbooks). Idempotent."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        at = timezone.now()
        sync_groups()
        for defaults in (*SPEAKING, *LISTENING):
            defaults.seed(at)
        self.stdout.write("Roles and defaults are in place.")


def sync_groups() -> None:
    """Make the groups exactly what config.roles says; a name nobody defines stops with the cure."""
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, rights in roles.ROLES.items():
        unknown = rights - by_name.keys()
        if unknown:
            raise CommandError(f"config.roles grants {sorted(unknown)} to {name}, but no model defines it.")
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([by_name[right] for right in sorted(rights)])
