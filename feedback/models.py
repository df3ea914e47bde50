"""Gathers the slices' models for Django."""

from feedback.targets.models import BusinessCalendar, Holiday, RegisterPolicy
from feedback.threads.models import Message, Thread

__all__ = [
    "BusinessCalendar",
    "Holiday",
    "Message",
    "RegisterPolicy",
    "Thread",
]
