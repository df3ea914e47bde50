"""What the queue calls; safe to run twice."""

from django.conf import settings
from django.utils import timezone

from core.actor import SYSTEM
from incidents.playbooks import actions, files
from incidents.playbooks.models import PlaybookRun


def follow_publications(incident_id: int) -> None:
    """Readers were told something: the runs of this incident that waited for it go on."""
    at = timezone.now()
    for run in PlaybookRun.objects.running().filter(incident=incident_id).order_by("pk"):
        actions.follow_publication(run=run, by=SYSTEM, at=at)


def put_out() -> None:
    """Every hour and after publishing: the printable copies, where they were asked for (PLAYBOOK_DIR)."""
    if settings.PLAYBOOK_DIR:
        files.put(settings.PLAYBOOK_DIR, files.contents())
