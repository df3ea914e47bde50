"""Gathers the slices' staff interfaces for Django."""

from core.accounts import admin as accounts
from core.audit import admin as audit

__all__ = ["accounts", "audit"]
