"""The staff interface of incidents: list, record, declaring. The work is done in the room."""

from incidents.response.admin.incident import IncidentAdmin

__all__ = ["IncidentAdmin"]
