"""The security log: a refusal is kept after the refused transaction has rolled back."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from core.actor import Refused, refused
from core.audit import actions


@receiver(refused)
def keep_refusal(error: Refused, path: str = "", **_: Any) -> None:
    """One row per refusal; the clock is asked here because a refusal happens at a door, now."""
    on = error.on if hasattr(error.on, "_meta") else None
    actions.record("core.security.refused", on=on, by=error.actor, at=timezone.now(), rule=error.rule, path=path)
