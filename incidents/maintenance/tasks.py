"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents.maintenance import actions, queries
from incidents.maintenance.models import Notice


def tell_owed() -> None:
    """Every minute: owe the reminders whose hour has come, and wake whatever was left untold."""
    actions.remind(by=SYSTEM, at=timezone.now())
    for pk in queries.owed():
        enqueue("incidents.maintenance.tasks.tell", pk)


def tell(notice_id: int) -> None:
    notice = Notice.objects.filter(pk=notice_id, settled=False).first()
    if notice:
        actions.tell(notice=notice, by=SYSTEM, at=timezone.now())
