"""Owe messages, and the few things people may do to what is owed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import missed, parcels, policies, signals
from core.delivery.missed import Reader
from core.delivery.models import Broadcast, Content, Delivery
from core.delivery.notices import Kind, Notice
from core.delivery.states import MOVES, Priority, State, may_be_redriven
from core.web.errors import Conflict
from core.web.queue import enqueue

CLOCKS_DIFFER = timedelta(minutes=1)
NOTICE_DAYS = 30  # mail servers give up after five; what comes later is a replayed signature


@dataclass(frozen=True, slots=True)
class Words:
    """What one audience is told over one kind of channel in one language.

    An `edition` comes before the plain one for its recipients. Texts may carry the literal markers
    {{manage_url}} and {{unsubscribe_url}}; `payload` is the body of a webhook, or a mail's own {"headers": {…}}.
    A line "-- " in `text` begins the footer.
    """

    audience: str
    channel_kind: str
    language: str
    subject: str = ""
    text: str = ""
    html: str = ""
    payload: dict[str, Any] | None = None
    edition: str = ""


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
    revises: str = "",
    priority: int = Priority.NORMAL,
    sandbox: bool = False,
    by: Actor,
    at: datetime,
) -> Broadcast:
    """Owe `contents` to everybody the provider `audience` names; the same `key` is owed once.

    Nothing leaves here: the rows are part of the caller's transaction, a worker does the rest.
    `revises` names an earlier broadcast: where a network can, its posts are changed instead of new ones made.
    """
    rule = {"audience": audience, "audience_args": audience_args, "group": group, "sequence": sequence}
    rule |= {"revises": revises}
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
            edition=words.edition,
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
    """Give deliveries that ended badly (`states.may_be_redriven`) a new life; `history` keeps the earlier one."""
    require(policies.can_redrive, by, deliveries[0] if deliveries else None)
    rows = Delivery.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in deliveries])
    again, overtaken = [], []
    for row in rows.order_by("pk"):
        if not may_be_redriven(row.state, row.channel):
            continue
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
def replay(*, reader: Reader, since: datetime, by: Actor, at: datetime) -> int:
    """Owe a reader who is told again what was missed of each incident told of after `since`; the number owed.

    One message per incident: the newest, which lists the earlier ones in order. What was received,
    or is on its way, is not owed again. The caller has asked whether `by` may.
    """
    owed = 0
    for each in missed.by_group(reader, since=since):
        *earlier, content = each.contents
        row, newest = each.delivery, each.newest
        if row is not None and State.PENDING not in MOVES.get(row.state, ()):
            continue
        if row is None:
            row = Delivery(broadcast=newest, recipient=reader.recipient, channel=reader.channel, created_at=at)
            row.group, row.sequence, row.priority = newest.group, newest.sequence, newest.priority
        else:
            row.history = [*row.history, _life(row, by=by, at=at)]
        row.content_id, row.missed, row.address = content, earlier, reader.address
        row.state, row.attempts, row.deaths, row.due_at, row.settled_at = State.PENDING, 0, 0, at, None
        row.save()
        owed += 1
    if owed:
        enqueue("core.delivery.tasks.drain", reader.channel)
    return owed


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


class StillSending(Conflict):
    """The mail was taken a moment ago and this is not written down yet; the notice must come again."""

    code = "still_sending"


NOTED = {Kind.DELIVERED: State.DELIVERED, Kind.BOUNCED: State.FAILED_PERMANENT, Kind.REFUSED: State.FAILED_PERMANENT}


@transaction.atomic
def note(*, notice: Notice, by: Actor, at: datetime) -> bool:
    """Write down what the mail provider says became of a mail; False when it says nothing new.

    Repeated, older than 30 days, about an earlier life of the delivery or about no mail of ours: nothing changes.
    """
    require(policies.can_note, by, None)
    number, _dot, _digest = notice.name.partition(".")
    row = Delivery.objects.select_for_update(of=("self",)).select_related("broadcast").filter(pk=number).first()
    if row is None or parcels.local_part(row.pk, row.broadcast.key) != notice.name:
        return False
    if row.state == State.SENDING:
        raise StillSending("This delivery is being sent at this moment.")
    if notice.at < at - timedelta(days=NOTICE_DAYS) or notice.at < _began_at(row) - CLOCKS_DIFFER:
        return False
    about = {"channel": row.channel, "recipient": row.recipient, "address": row.address, "at": at}
    if notice.kind is Kind.COMPLAINED:
        signals.complained.send(sender=Delivery, owed_at=row.created_at, **about)
        return True
    to = NOTED[notice.kind]
    if to not in MOVES.get(row.state, ()) or row.state not in {State.SENT, State.DELIVERED}:
        return False
    row.state, row.last_reply = to, notice.reply or row.last_reply
    row.save(update_fields=["state", "last_reply"])
    if to == State.FAILED_PERMANENT:
        audit.record("core.delivery.bounced", on=row, by=by, at=at, recipient=row.recipient, reply=notice.reply)
    if notice.kind is Kind.BOUNCED:
        signals.address_refused.send(sender=Delivery, reason=notice.reply or "bounced", **about)
    return True


def _began_at(row: Delivery) -> datetime:
    """When its present life began; mails of an earlier one may still bounce."""
    return datetime.fromisoformat(row.history[-1]["redriven_at"]) if row.history else row.created_at
