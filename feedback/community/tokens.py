"""Signed links to one post of a peer: from the page that took it, or from a letter to the address it named.

The two open different things: who holds the first wrote the post, who holds the second reads the address.
"""

from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer

from feedback.community.models import PeerPost


class Purpose(StrEnum):
    POST = "post"
    CONFIRM = "confirm"


class Unreadable(Exception):
    """Not one of ours, or not for this."""


def make(purpose: Purpose, post: PeerPost) -> str:
    return _signer(purpose).sign(post.public_id)


def read(purpose: Purpose, token: str) -> str:
    """The post's public id; raises `Unreadable`."""
    try:
        return _signer(purpose).unsign(token)
    except BadSignature as error:
        raise Unreadable from error


def path(purpose: Purpose, post: PeerPost) -> str:
    place = "posts" if purpose == Purpose.POST else "confirm"
    return f"/{post.language}/community/{place}/{make(purpose, post)}/"


def url(purpose: Purpose, post: PeerPost) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path(purpose, post)


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep=".", salt=f"feedback.community.{purpose}")
