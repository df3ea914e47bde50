"""What an update can be and where it stands (domain: Messages)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class Phase(models.TextChoices):
    HOLDING = "holding", _("Holding statement")
    SCOPE = "scope", _("Scope")
    PROGRESS = "progress", _("Progress")
    STILL_WORKING = "still_working", _("Still working on it")
    WORKAROUND = "workaround", _("Workaround")
    MONITORING = "monitoring", _("Monitoring")
    RESOLVED = "resolved", _("Resolved")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CORRECTION = "correction", _("Correction")
    MAINTENANCE = "maintenance", _("Maintenance notice")


class ChannelKind(models.TextChoices):
    ANY = "any", _("Every channel")  # the canonical text; the others derive from it
    PAGE = "page", _("Status page")
    EMAIL = "email", _("E-mail")
    SHORT = "short", _("Short message")
    CHAT = "chat", _("Chat")
    WEBHOOK = "webhook", _("Webhook")


MOVES: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.PUBLISHED, State.DISCARDED),
    State.PUBLISHED: (),
    State.DISCARDED: (),
}
