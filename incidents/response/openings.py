"""What is told with a declaration and kept by a slice above this one. That slice says how:

    openings.provide("symptom", keep)

`keep(incident, value, *, by, at)` runs inside the declaration's transaction and raises `Invalid` by field.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.actor import Actor
from incidents.response.models import Incident

NAMES = ("symptom",)
_keepers: dict[str, Callable[..., None]] = {}


def provide(name: str, keep: Callable[..., None]) -> None:
    """Providing a name again replaces it."""
    if name not in NAMES:
        raise LookupError(f"Nobody is asked for {name}; known: {', '.join(NAMES)}.")
    _keepers[name] = keep


def keep(incident: Incident, told: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Hand over what was told; an empty value is nothing."""
    for name, value in told.items():
        if value:
            _keepers[name](incident, value, by=by, at=at)
