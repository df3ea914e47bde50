"""Keys to a subscription: the secret that signs a webhook, and the links that open it."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import actions as delivery
from core.delivery import policies as delivery_policies
from incidents.subscribers import audience, endpoints, log, offers, policies
from incidents.subscribers.actions import letters, moves
from incidents.subscribers.errors import NO_SECRET, NOT_SENT_AGAIN, NotAWebhook, NotSentAgain
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import Channel


@transaction.atomic
def rotate_secret(*, subscriber: Subscriber, by: Actor, at: datetime) -> str:
    """A new signing secret, returned this once. The old one signs beside it for two days."""
    subscriber = moves.locked(subscriber)
    require(policies.can_manage, by, subscriber)
    if subscriber.channel != Channel.WEBHOOK:
        raise NotAWebhook(NO_SECRET)
    moves.write(subscriber, secrets=endpoints.rotated(subscriber.secrets, at=at))
    audit.record("incidents.subscriber.secret_rotated", on=subscriber, by=by, at=at)
    return subscriber.secrets[0]["secret"]


@transaction.atomic
def renew_links(*, subscriber: Subscriber, by: Actor, at: datetime) -> Subscriber:
    """Make every link sent so far useless and send a new one: for when a letter was passed on."""
    subscriber = moves.locked(subscriber)
    require(policies.can_manage, by, subscriber)
    moves.write(subscriber, key_version=subscriber.key_version + 1)
    audit.record("incidents.subscriber.links_renewed", on=subscriber, by=by, at=at)
    letters.ask(subscriber=subscriber, by=by, at=at)
    return subscriber


@transaction.atomic
def send_again(*, subscriber: Subscriber, delivery_id: int, by: Actor, at: datetime) -> None:
    """Send a message that failed once more: for an endpoint whose owner has mended it.

    Raises `NotSentAgain`; a message to somebody else counts as none.
    """
    require(policies.can_manage, by, subscriber)
    row = log.rows(subscriber).filter(pk=delivery_id).first()
    trusted = delivery_policies.trusted_with_own(by)
    if row is None or not delivery.redrive(deliveries=[row], by=trusted, at=at).sent_again:
        raise NotSentAgain(NOT_SENT_AGAIN)


@transaction.atomic
def ping(*, subscriber: Subscriber, by: Actor, at: datetime) -> None:
    """Send a signed test event to the endpoint, at most one a minute."""
    require(policies.can_manage, by, subscriber)
    if subscriber.channel != Channel.WEBHOOK:
        raise NotAWebhook(NO_SECRET)
    owe_ping(subscriber, by=by, at=at)


def owe_ping(subscriber: Subscriber, *, by: Actor, at: datetime) -> None:
    """Owe the test event; the same minute gives the same key, which is owed once."""
    delivery.owe_one(
        key=f"subscribers.ping:{subscriber.pk}:{at:%Y%m%d%H%M}",
        label="Test event",
        channel=Channel.WEBHOOK,
        address=subscriber.address,
        recipient=f"subscriber:{subscriber.pk}",
        language=subscriber.language,
        subject="",
        text="",
        payload={
            "meta": {"event": "ping", "subscription": subscriber.public_id, "generated_at": at.isoformat()},
            "page": {"url": offers.base(subscriber.page)},
        },
        audience=audience.NAME,  # for the secret that signs it
        by=by,
        at=at,
    )
