"""The owner of an address says yes."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.web import signatures
from incidents.subscribers import errors, holders, policies
from incidents.subscribers.actions import access, letters, moves
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import Channel, State
from incidents.subscribers.tokens import Purpose


@transaction.atomic
def confirm(*, token: str, by: Actor, at: datetime) -> Subscriber:
    """Start telling whoever holds this link. Repeating it changes nothing.

    Raises `tokens.Unreadable`, `errors.Expired`, or `errors.AlreadyLeft` when the subscriber has
    unsubscribed since: an old letter must not bring anybody back.
    """
    subscriber, claim = holders.claimed(Purpose.CONFIRM, token)
    subscriber = moves.locked(subscriber)
    if subscriber.state == State.CONFIRMED:
        return subscriber
    if claim.expired(at):
        raise errors.Expired(errors.EXPIRED)
    if subscriber.state == State.UNSUBSCRIBED:
        raise errors.AlreadyLeft(errors.ALREADY_LEFT)
    return _confirmed(subscriber, by=by, at=at)


@transaction.atomic
def confirm_by_staff(*, subscriber: Subscriber, reason: str, by: Actor, at: datetime) -> Subscriber:
    """Confirm for somebody who agreed by other means, which `reason` names."""
    subscriber = moves.locked(subscriber)
    require(policies.can_administer, by, subscriber)
    reason = moves.one_line(reason, field="reason", limit=300)
    if subscriber.state == State.UNSUBSCRIBED:
        raise errors.AlreadyLeft(errors.ALREADY_LEFT)
    if subscriber.state == State.CONFIRMED:
        return subscriber
    return _confirmed(subscriber, by=by, at=at, reason=reason)


@transaction.atomic
def resend(*, subscriber: Subscriber, asker: str = "", by: Actor, at: datetime) -> None:
    """Send the letter again: to confirm, or with the link to manage for who has confirmed."""
    subscriber = moves.locked(subscriber)
    require(policies.can_manage, by, subscriber)
    letters.ask(subscriber=subscriber, asker=asker, by=by, at=at)


def _confirmed(subscriber: Subscriber, *, by: Actor, at: datetime, **data: str) -> Subscriber:
    is_webhook = subscriber.channel == Channel.WEBHOOK
    moves.move(
        subscriber,
        State.CONFIRMED,
        confirmed_at=at,
        quarantined_at=None,
        quarantine_reason="",
        failures_in_a_row=0,
        secrets=subscriber.secrets or ([signatures.fresh_secret()] if is_webhook else []),
    )
    audit.record("incidents.subscriber.confirmed", on=subscriber, by=by, at=at, **data)
    if is_webhook:
        access.owe_ping(subscriber, by=by, at=at)
    return subscriber
