"""Gathers the slices' staff interfaces for Django."""

from core.web import discover

discover.wake("feedback", ("admin",))
