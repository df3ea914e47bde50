"""Gathers the slices' models for Django."""

from feedback.community.models import Discussion, HelpfulMark, Peer, PeerPost, Standing
from feedback.crisis.models import CrisisCall
from feedback.duty.models import Escalation, EscalationNotice, EscalationStep, Retiming
from feedback.targets.models import BusinessCalendar, Holiday, RegisterPolicy
from feedback.threads.models import Attachment, Message, Thread

__all__ = [
    "Attachment",
    "BusinessCalendar",
    "CrisisCall",
    "Discussion",
    "Escalation",
    "EscalationNotice",
    "EscalationStep",
    "HelpfulMark",
    "Holiday",
    "Message",
    "Peer",
    "PeerPost",
    "RegisterPolicy",
    "Retiming",
    "Standing",
    "Thread",
]
