"""Gathers the slices' models for Django."""

from feedback.crisis.models import CrisisCall
from feedback.duty.models import Escalation, EscalationNotice, EscalationStep, Retiming
from feedback.targets.models import BusinessCalendar, Holiday, RegisterPolicy
from feedback.threads.models import Attachment, Message, Thread

__all__ = [
    "Attachment",
    "BusinessCalendar",
    "CrisisCall",
    "Escalation",
    "EscalationNotice",
    "EscalationStep",
    "Holiday",
    "Message",
    "RegisterPolicy",
    "Retiming",
    "Thread",
]
