"""What ties a conversation to an incident: links, what was told, the closing ledger, and the question afterwards."""

from feedback.loop.models.closing import ClosingLine, ClosingRun, ClosingText
from feedback.loop.models.links import IncidentLink, LoopSettings, ToldUpdate
from feedback.loop.models.surveys import Survey

__all__ = ["ClosingLine", "ClosingRun", "ClosingText", "IncidentLink", "LoopSettings", "Survey", "ToldUpdate"]
