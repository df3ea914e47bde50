"""Gathers the slices' models for Django."""

from core.accounts.models import ApiToken, User
from core.audit.models import AuditEvent
from core.delivery.models import Beat, Broadcast, ChannelHealth, Content, Delivery
from core.web.models import IdempotencyKey

__all__ = [
    "ApiToken",
    "AuditEvent",
    "Beat",
    "Broadcast",
    "ChannelHealth",
    "Content",
    "Delivery",
    "IdempotencyKey",
    "User",
]
