"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from incidents.maintenance import actions, queries
from incidents.maintenance.models import MaintenanceSeries, Notice


def tell_owed() -> None:
    """Every minute: owe the reminders whose hour has come, and wake whatever was left untold."""
    actions.remind(by=SYSTEM, at=timezone.now())
    for pk in queries.owed():
        enqueue("incidents.maintenance.tasks.tell", pk)


def tell(notice_id: int) -> None:
    notice = Notice.objects.filter(pk=notice_id, settled=False).first()
    if notice:
        actions.tell(notice=notice, by=SYSTEM, at=timezone.now())


def plan_ahead() -> None:
    """Every hour: one task per series, so that a broken one stops no other."""
    for pk in MaintenanceSeries.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True):
        enqueue("incidents.maintenance.tasks.plan", pk)


def plan(series_id: int) -> None:
    series = MaintenanceSeries.objects.filter(pk=series_id).first()
    if series:
        actions.plan(series=series, by=SYSTEM, at=timezone.now())
