"""What a browser sends from the editor."""

from typing import Any

from core.text.identifiers import public_id
from tests.factories.communication import WORDS


def form(**fields: Any) -> dict[str, Any]:
    """A new message in English, as the empty editor would send it."""
    typed = {
        "phase": "holding",
        "incident_state": "investigating",
        "next_in": "30",
        "notify": "on",
        "token": public_id(),
        "text-general-any-en": WORDS["en"],
        "do": "save",
    }
    return {**typed, **fields}


def of(update: Any, **fields: Any) -> dict[str, Any]:
    """The editor with `update` open."""
    words = {f"text-{row.audience_id}-{row.channel_kind}-{row.language}": row.text for row in update.variants.all()}
    opened = {"update": update.pk, "version": update.version, "phase": update.phase, "token": ""}
    opened |= {"incident_state": update.incident_state, "next_in": "kept" if update.next_update_at else ""}
    return {**form(), "text-general-any-en": "", **words, **opened, **fields}
