"""The security log: a refusal is kept after the refused transaction has rolled back."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.dispatch import receiver
from django.utils import timezone

from core.actor import Actor, Refused, refused, written
from core.audit import actions


@receiver(refused)
def keep_refusal(error: Refused, path: str = "", **_: Any) -> None:
    """One row per refusal; the clock is asked here because a refusal happens at a door, now."""
    on = error.on if hasattr(error.on, "_meta") else None
    actions.record("core.security.refused", on=on, by=error.actor, at=timezone.now(), rule=error.rule, path=path)


@receiver(written)
def keep_write(kind: str, on: Model, by: Actor, at: datetime, data: dict[str, Any], **_: Any) -> None:
    actions.record(kind, on=on, by=by, at=at, **data)
