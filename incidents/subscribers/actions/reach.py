"""Addresses that stop working, and that work again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import actions as delivery
from core.web.errors import Invalid
from incidents.subscribers import audience, policies, states, wording
from incidents.subscribers.actions import letters, moves
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import Channel, State

MOST_REPLAY_DAYS = 30
ENDPOINT_FAILURES = 3  # permanent ones in a row


@transaction.atomic
def quarantine(*, subscriber: Subscriber, reason: str, by: Actor, at: datetime) -> Subscriber:
    """Stop sending to an address that refuses; its owner may come back by confirming again.

    A webhook's owner is told by mail. Only a confirmed subscriber moves; others stay as they are.
    """
    subscriber = moves.locked(subscriber)
    require(policies.can_administer, by, subscriber)
    reason = moves.one_line(reason, field="reason", limit=300)
    if subscriber.state != State.CONFIRMED:
        return subscriber
    moves.move(subscriber, State.QUARANTINED, quarantined_at=at, quarantine_reason=reason)
    audit.record("incidents.subscriber.quarantined", on=subscriber, by=by, at=at, reason=reason)
    if subscriber.channel == Channel.WEBHOOK and subscriber.contact:
        words = wording.endpoint_stopped(subscriber)
        key = f"subscribers.stopped:{subscriber.pk}:{subscriber.version}"
        letters.owe(subscriber, words, key=key, by=by, at=at)
    return subscriber


@transaction.atomic
def reactivate(*, subscriber: Subscriber, replay_days: int = 0, by: Actor, at: datetime) -> Subscriber:
    """Send again. Staff may mend what could not be reached; only the holder may undo leaving.

    With `replay_days` each incident told of in these days is told once more, as far as it was
    missed: one message that lists what came before. Who had left missed nothing.
    """
    if not 0 <= replay_days <= MOST_REPLAY_DAYS:
        raise Invalid({"replay_days": [_("Give 0 to %(most)d days.") % {"most": MOST_REPLAY_DAYS}]})
    subscriber = moves.locked(subscriber)
    if subscriber.state == State.PENDING:  # only the letter's link confirms
        raise states.MoveNotAllowed(subscriber.state, State.CONFIRMED)
    left = subscriber.state == State.UNSUBSCRIBED
    require(policies.can_come_back if left else policies.can_manage, by, subscriber)
    if subscriber.state == State.CONFIRMED:
        return subscriber
    columns = {"quarantined_at": None, "quarantine_reason": "", "failures_in_a_row": 0, "unsubscribed_at": None}
    # Who had left is told of what is published from now on, not of what was meanwhile.
    moves.move(subscriber, State.CONFIRMED, confirmed_at=at if left else subscriber.confirmed_at, **columns)
    replayed = 0
    if replay_days:
        since = at - timedelta(days=replay_days)
        replayed = delivery.replay(reader=audience.reader(subscriber), since=since, by=by, at=at)
    audit.record("incidents.subscriber.reactivated", on=subscriber, by=by, at=at, replayed=replayed)
    return subscriber


@transaction.atomic
def refused(*, subscriber: Subscriber, channel: str, address: str, reason: str, by: Actor, at: datetime) -> None:
    """The other side said it will never work: at once for mail, the third time in a row for the others.

    A letter to a webhook's owner that bounces says nothing about the endpoint, hence the comparison.
    """
    subscriber = moves.locked(subscriber)
    require(policies.can_administer, by, subscriber)
    if (subscriber.channel, subscriber.address) != (channel, address) or subscriber.state != State.CONFIRMED:
        return
    failures = subscriber.failures_in_a_row + 1
    moves.write(subscriber, failures_in_a_row=failures)
    if channel == Channel.EMAIL or failures >= ENDPOINT_FAILURES:
        quarantine(subscriber=subscriber, reason=reason or "refused", by=by, at=at)


def endpoint_gone(*, subscriber: Subscriber, address: str, by: Actor, at: datetime) -> None:
    """The endpoint asked not to be called again (HTTP 410)."""
    if subscriber.address == address:
        quarantine(subscriber=subscriber, reason="The endpoint answered 410 Gone.", by=by, at=at)


def answered(*, ids: list[int]) -> None:
    """These endpoints accepted a message: a failure before it no longer counts as one in a row."""
    Subscriber.objects.filter(pk__in=ids, failures_in_a_row__gt=0).update(failures_in_a_row=0)
