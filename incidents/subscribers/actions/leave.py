"""Stop being told: by the subscriber's wish, said to us or to the mail provider."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from incidents.subscribers import policies
from incidents.subscribers.actions import moves
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State


@transaction.atomic
def unsubscribe(*, subscriber: Subscriber, by: Actor, at: datetime) -> Subscriber:
    """Nothing more is sent, not even what is already owed. Repeating it changes nothing."""
    subscriber = moves.locked(subscriber)
    require(policies.can_manage, by, subscriber)
    if subscriber.state == State.UNSUBSCRIBED:
        return subscriber
    moves.move(subscriber, State.UNSUBSCRIBED, unsubscribed_at=at)
    audit.record("incidents.subscriber.unsubscribed", on=subscriber, by=by, at=at)
    return subscriber


@transaction.atomic
def complained(
    *, subscriber: Subscriber, channel: str, address: str, owed_at: datetime, by: Actor, at: datetime
) -> Subscriber:
    """The reader called a message of ours spam: the same as leaving, so that it does not happen twice.

    Who has come back since that message was owed stays, and a letter to a webhook's owner says
    nothing about the webhook.
    """
    subscriber = moves.locked(subscriber)
    require(policies.can_administer, by, subscriber)
    came_back = subscriber.confirmed_at is not None and owed_at < subscriber.confirmed_at
    if (subscriber.channel, subscriber.address) != (channel, address) or came_back:
        return subscriber
    audit.record("incidents.subscriber.complained", on=subscriber, by=by, at=at)
    return unsubscribe(subscriber=subscriber, by=by, at=at)
