"""What an update can be and where it stands (domain: Messages)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.response.states import ENDED
from incidents.response.states import State as IncidentState


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


class Case(models.TextChoices):
    """What legal answers for too before it is said (domain: Roles and who decides)."""

    THIRD_PARTY = "third_party", _("Names a third party off the page")
    DATA_EXPOSURE = "data_exposure", _("Admits exposure of data")
    COMPENSATION = "compensation", _("Promises compensation")


class SignatureState(models.TextChoices):
    ASKED = "asked", _("Asked")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused")
    VOID = "void", _("Void: the words have changed")


class WindowEnd(models.TextChoices):
    """How the time to object ended."""

    SAID = "said", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OBJECTED = "objected", _("Objected to")
    FAILED = "failed", _("Could not go out")


MOVES: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.PUBLISHED, State.DISCARDED),
    State.PUBLISHED: (),
    State.DISCARDED: (),
}


def to_tell(incident_state: str) -> str:
    """An incident's state as readers hear it: that its file is closed is our own affair."""
    return IncidentState.RESOLVED.value if incident_state == IncidentState.CLOSED else str(incident_state)


def may_promise(incident_state: str) -> bool:
    """What has ended promises nothing more."""
    return incident_state not in ENDED
