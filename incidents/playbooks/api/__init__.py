"""The REST doors of playbooks."""

from incidents.playbooks.api.views import register

__all__ = ["register"]
