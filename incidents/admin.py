"""Gathers the slices' staff interfaces for Django."""

from incidents.alerts import admin as alerts
from incidents.catalogue import admin as catalogue
from incidents.communication import admin as communication
from incidents.facts import admin as facts
from incidents.maintenance import admin as maintenance
from incidents.outlets import admin as outlets
from incidents.playbooks import admin as playbooks
from incidents.playbooks import run_admin as playbook_runs
from incidents.promises import admin as promises
from incidents.response import admin as response
from incidents.statuspages import admin as statuspages
from incidents.subscribers import admin as subscribers

__all__ = ["alerts", "catalogue", "communication", "maintenance", "promises", "response", "statuspages", "subscribers"]
__all__ = ["alerts", "catalogue", "communication", "facts", "maintenance", "response", "statuspages", "subscribers"]
__all__ = [
    "alerts",
    "catalogue",
    "communication",
    "facts",
    "maintenance",
    "outlets",
    "playbook_runs",
    "playbooks",
    "promises",
    "response",
    "statuspages",
    "subscribers",
]
from core.web import discover

discover.wake("incidents", ("admin",))
