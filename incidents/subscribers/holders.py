"""From a signed link to the subscription it opens."""

from incidents.subscribers import tokens
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Claim, Purpose, Unreadable


def claimed(purpose: Purpose, token: str) -> tuple[Subscriber, Claim]:
    """The subscriber whose present key made the token, and the claim; raises `Unreadable`."""
    claim = tokens.read(purpose, token)
    rows = Subscriber.objects.select_related("audience")
    subscriber = rows.filter(public_id=claim.public_id, key_version=claim.key_version).first()
    if subscriber is None:
        raise Unreadable
    return subscriber, claim
