"""Gathers the slices' staff interfaces for Django."""

from incidents.catalogue import admin as catalogue
from incidents.response import admin as response
from incidents.subscribers import admin as subscribers

__all__ = ["catalogue", "response", "subscribers"]
