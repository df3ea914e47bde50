"""Gathers the slices' staff interfaces for Django."""

from incidents.catalogue import admin as catalogue

__all__ = ["catalogue"]
