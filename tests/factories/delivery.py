"""Broadcasts, and readers to tell: users stand in for subscribers, so that the outbox is tested alone."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core.accounts.models import User
from core.actor import SYSTEM
from core.delivery import actions
from core.delivery.audience import Personal
from core.delivery.models import Broadcast

AUDIENCE = __name__
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLRSu"
_numbers = count(1)


# The three functions of an audience (core.delivery.audience).


def recipients(args: dict[str, Any]) -> QuerySet:
    readers = User.objects.filter(is_active=True, is_staff=False, username__startswith=args.get("named", "reader"))
    return readers.annotate(
        recipient=Concat(Value("user:"), Cast("pk", CharField())),
        channel=F("last_name"),
        channel_kind=F("last_name"),
        address=F("email"),
        language=F("locale"),
        audience=Value("general"),
        edition=F("first_name"),
    ).order_by("pk")


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    ids = [int(each.partition(":")[2]) for each in recipients]
    return {f"user:{pk}" for pk in User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True)}


def personal(recipients: Sequence[str], args: dict[str, Any]) -> dict[str, Personal]:
    base = args.get("base", "https://status.example.com")
    return {
        each: Personal(
            manage_url=f"{base}/subscribe/manage/{each.replace(':', '-')}-token/?a=1&b=2",
            unsubscribe_url=f"{base}/subscribe/unsubscribe/{each.replace(':', '-')}-token/",
            secrets=tuple(args.get("secrets", [SECRET])),
        )
        for each in recipients
    }


def readers(number: int, *, channel: str = "email", language: str = "en", address: str = "") -> list[User]:
    """`number` readers with addresses of their own; `address` may hold {n}."""
    made = [
        User(
            username=f"reader{next(_numbers):07}",
            email="",
            last_name=channel,
            locale=language,
            password="!",
        )
        for _ in range(number)
    ]
    for each in made:
        each.email = (address or "{n}@example.com").format(n=each.username)
    return User.objects.bulk_create(made, batch_size=1000)


def words(language: str = "en", *, subject: str = "Playback fails", text: str = "", **over: Any) -> actions.Words:
    body = text or "We are looking into it.\n\nChange what you hear about: {{manage_url}}\nStop: {{unsubscribe_url}}"
    fields = {
        "audience": "general",
        "channel_kind": "email",
        "language": language,
        "subject": subject,
        "text": body,
        "html": f'<html><body><p>{body}</p>\n<a href="{{{{unsubscribe_url}}}}">Stop</a></body></html>',
    }
    return actions.Words(**{**fields, **over})


def hook(payload: dict[str, Any] | None = None) -> actions.Words:
    return actions.Words("general", "webhook", "en", payload=payload or {"meta": {}, "incident": {"id": "abc"}})


def owed(at: datetime, *contents: actions.Words, key: str = "", **over: Any) -> Broadcast:
    """A broadcast to every reader."""
    fields = {
        "key": key or f"test:{next(_numbers)}",
        "label": "INC-1: playback fails",
        "contents": contents or [words()],
        "audience": AUDIENCE,
        "audience_args": {},
        "by": SYSTEM,
        "at": at,
    }
    return actions.owe(**{**fields, **over})
