"""What was sent to an endpoint and what it answered, as its owner reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.delivery import queries as delivery
from core.delivery.models import Delivery
from core.delivery.states import OPEN, State, may_be_redriven
from incidents.subscribers.models import Subscriber
from incidents.subscribers.references import looks_like_a_reference

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One message; `reply` is the last answer, `next_at` the next attempt where there will be one."""

    pk: int
    at: datetime
    event: str
    state: str
    label: str
    attempts: int
    reply: str
    next_at: datetime | None
    settled_at: datetime | None
    may_be_sent_again: bool


def rows(subscriber: Subscriber) -> QuerySet[Delivery]:
    """Newest first. What went to the owner's mailbox is no part of it."""
    return delivery.log(f"subscriber:{subscriber.pk}", subscriber.channel)


def lines(subscriber: Subscriber) -> list[Line]:
    return [line(row) for row in rows(subscriber)[:SHOWN]]


def line(row: Delivery) -> Line:
    return Line(
        pk=row.pk,
        at=row.created_at,
        event=_event(row),
        state=row.state,
        label=State(row.state).label,
        attempts=row.attempts,
        reply=row.last_reply,
        next_at=row.due_at if row.state in OPEN else None,
        settled_at=row.settled_at,
        may_be_sent_again=may_be_redriven(row.state, row.channel),
    )


def _event(row: Delivery) -> str:
    """Without the titles staff give: an owner reads this."""
    if looks_like_a_reference(row.group):
        return f"{row.group} #{row.sequence}"
    if row.group.startswith("component:"):
        return _("State of a component")
    return _("Test event") if row.broadcast.key.startswith("subscribers.ping:") else _("Message")
