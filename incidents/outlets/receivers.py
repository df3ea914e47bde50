"""What the outbox found out about our accounts; each receiver only wakes a task."""

from typing import Any

from django.dispatch import receiver

from core.delivery import signals
from core.web.queue import enqueue
from incidents.outlets.audience import PREFIX


@receiver(signals.address_refused)
def note_refusal(recipient: str, reason: str, **_: Any) -> None:
    if recipient.startswith(PREFIX):
        enqueue("incidents.outlets.tasks.note_refusal", recipient, reason)


@receiver(signals.endpoint_gone)
def note_gone(recipient: str, reason: str, **_: Any) -> None:
    if recipient.startswith(PREFIX):
        enqueue("incidents.outlets.tasks.note_gone", recipient, reason)


@receiver(signals.delivered)
def note_answers(recipients: list[str], **_: Any) -> None:
    ours = [recipient for recipient in recipients if recipient.startswith(PREFIX)]
    if ours:
        enqueue("incidents.outlets.tasks.note_answers", " ".join(ours))
