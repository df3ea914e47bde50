"""The staff pages of the loop."""

from feedback.loop.admin.closing import ClosingRunAdmin
from feedback.loop.admin.links import IncidentLinkAdmin
from feedback.loop.admin.settings import LoopSettingsAdmin
from feedback.loop.admin.surveys import SurveyAdmin

__all__ = ["ClosingRunAdmin", "IncidentLinkAdmin", "LoopSettingsAdmin", "SurveyAdmin"]
