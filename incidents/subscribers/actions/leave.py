"""Stop being told."""

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
