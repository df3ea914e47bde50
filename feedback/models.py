"""Gathers the slices' models for Django."""

from feedback.answering.models import CannedReply, CannedText, CannedUse, ReplyDraft, ThreadPresence
from feedback.community.models import Discussion, HelpfulMark, Peer, PeerPost, Standing
from feedback.crisis.models import CrisisCall
from feedback.desk.models import RoutingRule
from feedback.doors.hooks.models import FeedbackSource
from feedback.doors.mail.models import InboundMail, Mailbox
from feedback.doors.social.models import Mention, MentionWatch
from feedback.duty.models import Escalation, EscalationNotice, EscalationStep, Retiming
from feedback.loop.models import (
    ClosingLine,
    ClosingRun,
    ClosingText,
    IncidentLink,
    LoopSettings,
    Survey,
    ToldUpdate,
)
from feedback.privacy.models import Anonymisation, PrivacySettings
from feedback.targets.models import BusinessCalendar, Holiday, RegisterPolicy
from feedback.threads.models import Attachment, Message, Thread
from feedback.waves.models import Wave, WaveReport, WaveSettings

__all__ = [
    "Anonymisation",
    "Attachment",
    "BusinessCalendar",
    "CannedReply",
    "CannedText",
    "CannedUse",
    "ClosingLine",
    "ClosingRun",
    "ClosingText",
    "CrisisCall",
    "Discussion",
    "Escalation",
    "EscalationNotice",
    "EscalationStep",
    "FeedbackSource",
    "HelpfulMark",
    "Holiday",
    "InboundMail",
    "IncidentLink",
    "LoopSettings",
    "Mailbox",
    "Mention",
    "MentionWatch",
    "Message",
    "Peer",
    "PeerPost",
    "PrivacySettings",
    "RegisterPolicy",
    "ReplyDraft",
    "Retiming",
    "RoutingRule",
    "Standing",
    "Survey",
    "Thread",
    "ThreadPresence",
    "ToldUpdate",
    "Wave",
    "WaveReport",
    "WaveSettings",
]
