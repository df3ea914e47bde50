"""Owe messages, and the few things people may do to what is owed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import policies
from core.delivery.models import Broadcast, Content, Delivery
from core.delivery.states import Priority, State
from core.web.queue import enqueue


@dataclass(frozen=True, slots=True)
class Words:
    """What one audience is told over one kind of channel in one language.

    Texts may carry the literal markers {{manage_url}} and {{unsubscribe_url}}; `payload` is the
    body of a webhook. A line "-- " in `text` begins the footer.
    """

    audience: str
    channel_kind: str
    language: str
    subject: str = ""
    text: str = ""
    html: str = ""
    payload: dict[str, Any] | None = None


@transaction.atomic
def owe(
    *,
    key: str,
    label: str,
    contents: Iterable[Words],
    audience: str,
    audience_args: dict[str, Any],
    group: str = "",
    sequence: int = 0,
    priority: int = Priority.NORMAL,
    sandbox: bool = False,
    by: Actor,
    at: datetime,
) -> Broadcast:
    """Owe `contents` to everybody the provider `audience` names; the same `key` is owed once.

    Nothing leaves here: the rows are part of the caller's transaction, a worker does the rest.
    """
    rule = {"audience": audience, "audience_args": audience_args, "group": group, "sequence": sequence}
    broadcast, created = Broadcast.objects.get_or_create(
        key=key, defaults={**rule, "label": label[:300], "priority": priority, "sandbox": sandbox, "created_at": at}
    )
    if created:
        _keep_words(broadcast, contents)
        audit.record("core.broadcast.owed", on=broadcast, by=by, at=at, key=key)
        enqueue("core.delivery.tasks.fan_out", broadcast.pk)
    return broadcast


@transaction.atomic
def owe_one(
    *,
    key: str,
    label: str,
    channel: str,
    address: str,
    recipient: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    payload: dict[str, Any] | None = None,
    by: Actor,
    at: datetime,
    priority: int = Priority.URGENT,
    audience: str = "",
    audience_args: dict[str, Any] | None = None,
) -> Broadcast:
    """Owe one message to one address whatever its preferences say: a confirmation, an alarm.

    `audience` may name a provider for the links and secrets of this recipient.
    """
    rule = {"audience": audience, "audience_args": audience_args or {}, "direct": True, "fanned_out_at": at}
    broadcast, created = Broadcast.objects.get_or_create(
        key=key, defaults={**rule, "label": label[:300], "priority": priority, "created_at": at}
    )
    if created:
        (content,) = _keep_words(broadcast, [Words("", channel, language, subject, text, html, payload)])
        target = {"recipient": recipient, "channel": channel, "address": address, "priority": priority}
        Delivery.objects.create(broadcast=broadcast, content=content, created_at=at, due_at=at, **target)
        enqueue("core.delivery.tasks.drain", channel)
    return broadcast


def _keep_words(broadcast: Broadcast, contents: Iterable[Words]) -> list[Content]:
    return Content.objects.bulk_create(
        Content(
            broadcast=broadcast,
            audience=words.audience,
            channel_kind=words.channel_kind,
            language=words.language,
            subject=words.subject[:300],
            text=words.text,
            html=words.html,
            payload=words.payload,
        )
        for words in contents
    )


@dataclass(frozen=True, slots=True)
class Redriven:
    """`overtaken` were left alone: the recipient has had a later message of the same incident."""

    sent_again: tuple[int, ...]
    overtaken: tuple[int, ...]


@transaction.atomic
def redrive(*, deliveries: Sequence[Delivery], by: Actor, at: datetime) -> Redriven:
    """Give dead deliveries a new life; the earlier one is kept in `history`."""
    require(policies.can_redrive, by, deliveries[0] if deliveries else None)
    rows = Delivery.objects.select_for_update(of=("self",)).filter(
        pk__in=[each.pk for each in deliveries], state=State.DEAD
    )
    again, overtaken = [], []
    for row in rows.order_by("pk"):
        if _is_overtaken(row):
            overtaken.append(row.pk)
            continue
        row.history = [*row.history, _life(row, by=by, at=at)]
        row.state, row.attempts, row.deaths, row.due_at, row.settled_at = State.PENDING, 0, 0, at, None
        row.save(update_fields=["history", "state", "attempts", "deaths", "due_at", "settled_at"])
        audit.record("core.delivery.redriven", on=row, by=by, at=at, recipient=row.recipient)
        again.append(row)
    for channel in {row.channel for row in again}:
        enqueue("core.delivery.tasks.drain", channel)
    return Redriven(tuple(row.pk for row in again), tuple(overtaken))


def _is_overtaken(row: Delivery) -> bool:
    """ "Investigating" must not arrive after "resolved", not even by hand."""
    later = Delivery.objects.filter(
        recipient=row.recipient,
        group=row.group,
        channel=row.channel,
        sequence__gt=row.sequence,
        state__in=[State.SENDING, State.SENT, State.DELIVERED],
    )
    return bool(row.group) and later.exists()


def _life(row: Delivery, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "state": row.state,
        "attempts": row.attempts,
        "deaths": row.deaths,
        "last_reply": row.last_reply,
        "settled_at": row.settled_at.isoformat() if row.settled_at else None,
        "redriven_by": by.label,
        "redriven_at": at.isoformat(),
    }


@transaction.atomic
def cancel(*, broadcast: Broadcast, by: Actor, at: datetime) -> int:
    """Stop what has not left yet; what is being sent at this moment still arrives. The number stopped."""
    require(policies.can_redrive, by, broadcast)
    if not Broadcast.objects.filter(pk=broadcast.pk, cancelled_at=None).update(cancelled_at=at):
        return 0
    stopped = Delivery.objects.filter(broadcast=broadcast, state__in=[State.PENDING, State.RETRY]).update(
        state=State.CANCELLED, settled_at=at
    )
    audit.record("core.broadcast.cancelled", on=broadcast, by=by, at=at, stopped=stopped)
    return stopped
