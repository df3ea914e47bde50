"""Programs that hand us customers' words, and what they hand us."""

from core.sources.actions import drop_secret, rotate_key, rotate_secret
from feedback.doors.hooks.actions.sources import (
    change_source,
    create_source,
    note_refusal,
    remove_source,
    rotate_reply_secret,
)
from feedback.doors.hooks.actions.take import take

__all__ = [
    "change_source",
    "create_source",
    "drop_secret",
    "note_refusal",
    "remove_source",
    "rotate_key",
    "rotate_reply_secret",
    "rotate_secret",
    "take",
]
