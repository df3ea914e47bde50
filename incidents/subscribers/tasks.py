"""What the queue and the schedule name here."""

from datetime import datetime

from django.utils import timezone

from core.actor import SYSTEM
from incidents.subscribers import actions, audience
from incidents.subscribers.models import Subscriber


def send_waiting_letters() -> None:
    actions.send_waiting(by=SYSTEM, at=timezone.now())


def forget_unconfirmed() -> None:
    actions.forget(by=SYSTEM, at=timezone.now())


def note_refusal(recipient: str, channel: str, address: str, reason: str) -> None:
    for subscriber in Subscriber.objects.filter(pk__in=audience.ids([recipient])):
        actions.refused(
            subscriber=subscriber, channel=channel, address=address, reason=reason, by=SYSTEM, at=timezone.now()
        )


def note_complaint(recipient: str, channel: str, address: str, owed_at: str) -> None:
    about = {"channel": channel, "address": address, "owed_at": datetime.fromisoformat(owed_at)}
    for subscriber in Subscriber.objects.filter(pk__in=audience.ids([recipient])):
        actions.complained(subscriber=subscriber, **about, by=SYSTEM, at=timezone.now())


def stop_endpoint(recipient: str, address: str) -> None:
    for subscriber in Subscriber.objects.filter(pk__in=audience.ids([recipient])):
        actions.endpoint_gone(subscriber=subscriber, address=address, by=SYSTEM, at=timezone.now())


def note_answers(recipients: str) -> None:
    """`recipients` separated by spaces: one wake-up for a whole batch."""
    actions.answered(ids=audience.ids(recipients.split()))
