"""The incident with what belongs to it, and the calls for people."""

from incidents.response.models.calls import RoleCall
from incidents.response.models.incident import (
    Impact,
    Incident,
    IncidentManager,
    IncidentQuerySet,
    IncidentTranslation,
    ReferenceCounter,
    RoleAssignment,
    TimelineEntry,
    milestones_in_order,
)

__all__ = [
    "Impact",
    "Incident",
    "IncidentManager",
    "IncidentQuerySet",
    "IncidentTranslation",
    "ReferenceCounter",
    "RoleAssignment",
    "RoleCall",
    "TimelineEntry",
    "milestones_in_order",
]
