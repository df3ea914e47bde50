"""Threads as customers begin them, and the registers they are sorted into."""

from datetime import UTC, datetime
from typing import Any

from core.actor import Actor, visitor
from feedback.targets import defaults
from feedback.threads import actions
from feedback.threads.models import Thread
from tests.factories import response as people

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORDS = "Playback stops after two minutes on my television."


def registers() -> None:
    """The eight, with the policy we ship."""
    defaults.seed(NOON)


def thread(text: str = WORDS, *, at: datetime = NOON, by: Actor | None = None, **fields: Any) -> Thread:
    """Ana wrote by the form, in English, and wants her answer by e-mail."""
    fields = {
        "origin": "form",
        "language": "en",
        "name": "Ana",
        "email": "ana@example.org",
        "reply_by": "email",
    } | fields
    return actions.receive(text=text, by=by or visitor(), at=at, **fields)


def agent(name: str = "Sam Support", role: str = "Support agent") -> Actor:
    return people.actor(name, role)
