"""Gathers the slices' staff interfaces for Django."""

from core.accounts import admin as accounts
from core.accounts import factor_admin as factors
from core.accounts import token_admin as tokens
from core.audit import admin as audit
from core.delivery import admin as delivery

__all__ = ["accounts", "audit", "delivery", "factors", "tokens"]
