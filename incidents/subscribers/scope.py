"""What an event concerns: the question "who hears about this?" is asked with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

MAINTENANCE = "maintenance"
COMPONENT = "component"  # the state of one component, whatever incident changed it
DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Scope:
    """One event: which incident, its kind, and what it touches.

    `kind` is an incident's, or "component" without an incident. Empty `component_ids` means it
    concerns everything, empty `region_ids` everywhere. With `published_at` only those confirmed by
    then count; without, those confirmed now.
    """

    incident_ref: str
    kind: str
    component_ids: tuple[int, ...] = ()
    region_ids: tuple[int, ...] = ()
    published_at: datetime | None = None

    @property
    def is_drill(self) -> bool:
        return self.kind == DRILL

    def to_args(self) -> dict[str, Any]:
        """As JSON that `from_args` reads back, for a row that outlives this process."""
        return {
            "incident_ref": self.incident_ref,
            "kind": self.kind,
            "component_ids": list(self.component_ids),
            "region_ids": list(self.region_ids),
            "published_at": self.published_at.isoformat() if self.published_at else None,
        }

    @classmethod
    def from_args(cls, args: dict[str, Any]) -> "Scope":
        published_at = args.get("published_at")
        return cls(
            incident_ref=args["incident_ref"],
            kind=args["kind"],
            component_ids=tuple(args.get("component_ids") or ()),
            region_ids=tuple(args.get("region_ids") or ()),
            published_at=datetime.fromisoformat(published_at) if published_at else None,
        )
