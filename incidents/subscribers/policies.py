"""Who may do what to a subscription: its holder, by a signed link, and staff with the right."""

from core.actor import Actor, Kind, visitor
from incidents.subscribers.models import Subscriber

ADD = "incidents.add_subscriber"
CHANGE = "incidents.change_subscriber"
VIEW = "incidents.view_subscriber"


def holder(subscriber: Subscriber) -> Actor:
    """Whoever came through a valid link of this subscription."""
    return visitor(label=f"subscriber:{subscriber.public_id}")


def can_subscribe(actor: Actor) -> bool:
    """Anybody may ask; only the owner of the address can confirm."""
    return True


def can_add(actor: Actor) -> bool:
    return actor.may(ADD)


def can_import(actor: Actor) -> bool:
    """Take in and give out whole lists of addresses."""
    return actor.may(CHANGE)


def can_view(actor: Actor) -> bool:
    return actor.may(VIEW)


def can_administer(actor: Actor, subscriber: Subscriber) -> bool:
    return actor.may(CHANGE)


def can_manage(actor: Actor, subscriber: Subscriber) -> bool:
    return _holds(actor, subscriber) or actor.may(CHANGE)


def can_come_back(actor: Actor, subscriber: Subscriber) -> bool:
    """Nobody but the holder brings back who has unsubscribed."""
    return _holds(actor, subscriber)


def _holds(actor: Actor, subscriber: Subscriber) -> bool:
    return actor.kind == Kind.VISITOR and actor.label == f"subscriber:{subscriber.public_id}"
