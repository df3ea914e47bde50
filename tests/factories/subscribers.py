"""Subscribers as tests need them: one by the real actions, many by one statement."""

from datetime import UTC, datetime
from typing import Any

from core.actor import SYSTEM
from incidents.subscribers import actions, defaults
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def audiences() -> None:
    defaults.seed(NOON)


def confirmed(address: str = "ann@example.org", *, at: datetime = NOON, **wishes: Any) -> Subscriber:
    """Somebody who is told; `wishes` as `actions.add` takes them."""
    wishes.setdefault("channel", "webhook" if address.startswith("http") else "email")
    return actions.add(address=address, by=SYSTEM, at=at, **wishes)


def crowd(count: int, *, at: datetime = NOON, **columns: Any) -> None:
    """`count` confirmed subscribers by e-mail, in the three languages in turn."""
    columns = {"state": State.CONFIRMED, "confirmed_at": at, "audience_id": "general", **columns}
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                channel="email",
                address=f"reader{number}@example.org",
                language=("en", "fr", "ja")[number % 3],
                created_at=at,
                **columns,
            )
            for number in range(count)
        ],
        batch_size=2_000,
    )
