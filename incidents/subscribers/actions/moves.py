"""The two ways a subscriber's row is written: a move of its state, and a change without one."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from core.web.errors import Invalid
from incidents.subscribers import errors, states
from incidents.subscribers.models import Subscriber


def locked(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)


def write(subscriber: Subscriber, **columns: Any) -> None:
    """Change the row only if nobody else has since it was read; raises `errors.Changed`."""
    rows = Subscriber.objects.filter(pk=subscriber.pk, state=subscriber.state, version=subscriber.version)
    if not rows.update(version=F("version") + 1, **columns):
        raise errors.Changed(errors.CHANGED)
    subscriber.refresh_from_db()


def move(subscriber: Subscriber, to: str, **columns: Any) -> None:
    """Take the subscriber to another state, if the table has the move."""
    states.guard(subscriber.state, to)
    write(subscriber, state=to, **columns)


def one_line(text: str, *, field: str, limit: int) -> str:
    """A short reason on one line, as it is stored; raises `Invalid` when there is none."""
    text = " ".join(str(text).split())[:limit]
    if not text:
        raise Invalid({field: [_("Say why.")]})
    return text
