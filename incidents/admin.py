"""Gathers the slices' staff interfaces for Django."""

from incidents.alerts import admin as alerts
from incidents.catalogue import admin as catalogue
from incidents.communication import admin as communication
from incidents.maintenance import admin as maintenance
from incidents.response import admin as response
from incidents.statuspages import admin as statuspages
from incidents.subscribers import admin as subscribers

__all__ = ["alerts", "catalogue", "communication", "maintenance", "response", "statuspages", "subscribers"]
