"""Write down how a batch of attempts ended, in one statement (reliability: Delivery 3, 4, 6).

A row is finished only where owner and attempt still match: a worker that lost its lease changes
nothing. What is counted (attempts) is given back where the recipient was not at fault.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from core.delivery import backoff, dialect, receipts, signals
from core.delivery.claims import COLUMNS, Claimed
from core.delivery.journal import Remains
from core.delivery.limits import limit
from core.delivery.models import Delivery
from core.delivery.replies import Outcome, Result
from core.delivery.states import State

FINAL = {
    Outcome.SENT: State.SENT,
    Outcome.REFUSED: State.FAILED_PERMANENT,
    Outcome.GONE: State.FAILED_PERMANENT,
    Outcome.UNWANTED: State.SUPPRESSED,
}
NOT_COUNTED = frozenset({Outcome.FAULT, Outcome.RELEASED, Outcome.UNWANTED})


@dataclass(frozen=True, slots=True)
class Settled:
    """One line of the statement; `wait` is given for what is tried again."""

    id: int
    attempt: int
    state: str
    reply: str
    wait: float
    back: int


def settle(owner: str, ended: Sequence[tuple[Claimed, Result]]) -> None:
    """Store the results of `owner`'s attempts and send the signals about them."""
    if not ended:
        return
    lines = [_line(claimed, result) for claimed, result in ended]
    has_receipts = any(result.remote_id for _claimed, result in ended)
    if not has_receipts and not _has_listeners():
        _write(owner, lines)
        return
    with transaction.atomic():
        written, at = _write(owner, lines)
        ours = [(claimed, result) for claimed, result in ended if claimed.id in written]
        if has_receipts and at:
            receipts.keep(ours, at=at)
        _tell(ours, at=at)


def settle_found(remains: Remains) -> None:
    """Write down what a dead worker had finished, as its journal tells it."""
    rows = Delivery.objects.filter(pk__in=remains.finished, lease_owner=remains.owner, state=State.SENDING)
    columns = (column for column in COLUMNS if column != "missed")
    held = [Claimed(**row, missed=()) for row in rows.values(*columns)]
    settle(remains.owner, [(row, remains.finished[row.id][1]) for row in held])


def _line(claimed: Claimed, result: Result) -> Settled:
    reply = result.reply[:500]
    back = 1 if result.outcome in NOT_COUNTED else 0
    if result.outcome in FINAL:
        return Settled(claimed.id, claimed.attempts, FINAL[result.outcome], reply, 0, back)
    if back:  # as if it had never been claimed
        state = State.PENDING if claimed.attempts == 1 else State.RETRY
        return Settled(claimed.id, claimed.attempts, state, reply, 0, back)
    wait = backoff.wait_after(claimed.channel, claimed.attempts, at_least=result.at_least, chance=random.random())
    if wait is None:
        return Settled(claimed.id, claimed.attempts, State.DEAD, reply, 0, back)
    return Settled(claimed.id, claimed.attempts, State.RETRY, reply, wait * limit("RETRY_SCALE"), back)


def _write(owner: str, lines: Sequence[Settled]) -> tuple[set[int], datetime | None]:
    """The ids that were still ours, and the moment by the database's clock."""
    rows = json.dumps(
        [
            {"id": each.id, "n": each.attempt, "s": each.state, "r": each.reply, "w": each.wait, "b": each.back}
            for each in lines
        ],
        ensure_ascii=False,
    )
    table = dialect.rows_of_json(id="bigint", n="bigint", s="text", r="text", w="float", b="bigint")
    is_open = "v.s IN ('pending', 'retry')"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_delivery SET state = v.s, attempts = attempts - v.b, lease_owner = '', lease_until = NULL, "
            "last_reply = CASE WHEN v.r = '' THEN last_reply ELSE v.r END, "
            f"due_at = CASE WHEN v.w > 0 THEN {dialect.later('v.w')} ELSE due_at END, "
            f"settled_at = CASE WHEN {is_open} THEN NULL ELSE {dialect.now()} END "
            f"FROM {table} WHERE core_delivery.id = v.id AND core_delivery.attempts = v.n "
            f"AND core_delivery.lease_owner = %s AND {dialect.unindexed('core_delivery.state')} = 'sending' "
            f"RETURNING core_delivery.id, {dialect.now()}",
            [rows, owner],
        )
        written = cursor.fetchall()
    return {pk for pk, _told in written}, dialect.moment(written[0][1]) if written else None


def _has_listeners() -> bool:
    return any(
        signal.has_listeners(Delivery) for signal in (signals.address_refused, signals.endpoint_gone, signals.delivered)
    )


def _tell(ended: Sequence[tuple[Claimed, Result]], *, at: datetime | None) -> None:
    sent: dict[str, list[str]] = {}
    for claimed, result in ended:
        if result.outcome is Outcome.SENT:
            sent.setdefault(claimed.channel, []).append(claimed.recipient)
            continue
        about = {
            "channel": claimed.channel,
            "recipient": claimed.recipient,
            "address": claimed.address,
            "reason": result.reply,
            "at": at,
        }
        if result.outcome is Outcome.GONE:
            signals.endpoint_gone.send(sender=Delivery, **about)
        elif result.address_is_bad:
            signals.address_refused.send(sender=Delivery, **about)
    for channel, recipients in sent.items():
        signals.delivered.send(sender=Delivery, channel=channel, recipients=recipients, at=at)
