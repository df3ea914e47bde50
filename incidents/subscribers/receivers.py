"""What the outbox found out about addresses; each receiver only wakes a task."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from core.delivery import signals
from core.web.queue import enqueue
from incidents.subscribers.audience import PREFIX
from incidents.subscribers.states import Channel


@receiver(signals.address_refused)
def note_refusal(recipient: str, channel: str, address: str, reason: str, **_: Any) -> None:
    if recipient.startswith(PREFIX):
        enqueue("incidents.subscribers.tasks.note_refusal", recipient, channel, address, reason)


@receiver(signals.complained)
def note_complaint(recipient: str, channel: str, address: str, owed_at: datetime, **_: Any) -> None:
    if recipient.startswith(PREFIX):
        enqueue("incidents.subscribers.tasks.note_complaint", recipient, channel, address, owed_at.isoformat())


@receiver(signals.endpoint_gone)
def stop_endpoint(recipient: str, address: str, **_: Any) -> None:
    if recipient.startswith(PREFIX):
        enqueue("incidents.subscribers.tasks.stop_endpoint", recipient, address)


@receiver(signals.delivered)
def note_answers(channel: str, recipients: list[str], **_: Any) -> None:
    """Only what is refused three times in a row is counted; mail to a hundred thousand must not wake anything."""
    if channel in {Channel.WEBHOOK, Channel.SMS}:
        enqueue("incidents.subscribers.tasks.note_answers", " ".join(recipients))
