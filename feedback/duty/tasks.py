"""What the queue calls; safe to run twice."""

from django.utils import timezone

from core.accounts.models import User
from core.actor import SYSTEM
from core.web.queue import enqueue
from feedback.duty import actions
from feedback.duty.models import EscalationNotice, Retiming

ROOMS = 0


def keep_time() -> None:
    """Every minute: whom to tell of what is late, then one task a person; and re-timings that were cut short."""
    actions.escalate(by=SYSTEM, at=timezone.now())
    waiting = EscalationNotice.objects.filter(sent_at=None).order_by("user")
    for user in waiting.values_list("user", flat=True).distinct():
        enqueue("feedback.duty.tasks.tell", user or ROOMS)
    for pk in Retiming.objects.filter(settled_at=None).values_list("pk", flat=True):
        enqueue("feedback.duty.tasks.retime", pk)


def tell(user_id: int) -> None:
    user = User.objects.filter(pk=user_id).first() if user_id != ROOMS else None
    if user or user_id == ROOMS:
        actions.tell(user=user, by=SYSTEM, at=timezone.now())


def retime(pk: int) -> None:
    found = Retiming.objects.filter(pk=pk).first()
    if found:
        actions.retime(retiming=found, by=SYSTEM, at=timezone.now())
