"""Gathers the slices' staff interfaces for Django."""

from incidents.alerts import admin as alerts
from incidents.catalogue import admin as catalogue
from incidents.communication import admin as communication
from incidents.response import admin as response
from incidents.statuspages import admin as statuspages
from incidents.subscribers import admin as subscribers

__all__ = ["alerts", "catalogue", "communication", "response", "statuspages", "subscribers"]
