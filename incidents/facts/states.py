"""What a fact can be: how sure we are of it, what kind of answer it takes, when it is needed (domain: Facts)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    UNKNOWN = "unknown", _("Not known yet")  # a legal answer: we asked, and nobody can say
    ESTIMATED = "estimated", _("Estimated")
    CONFIRMED = "confirmed", pgettext_lazy("fact", "Confirmed")
    RETRACTED = "retracted", _("Withdrawn")


ANSWERED = (State.UNKNOWN, State.ESTIMATED, State.CONFIRMED)
KNOWN = (State.ESTIMATED, State.CONFIRMED)


class Kind(models.TextChoices):
    """What an answer looks like; `incidents.facts.values` holds the fields of each."""

    TEXT = "text", _("Customers' wording, per language")
    NOTE = "note", _("Note for staff")
    MOMENT = "moment", _("Moment")
    NUMBER = "number", _("Number or range")
    ETA = "eta", _("Expected end, from and to")
    YES_NO = "yes_no", _("Yes or no")
    VERIFIED = "verified", _("Yes or no, verified by somebody")
    THIRD_PARTY = "third_party", _("Third party")
    COMPONENTS = "components", _("Components")


class Need(models.TextChoices):
    """The message that can't do without it; in the order of an incident."""

    FIRST = "first", _("First message")
    SCOPING = "scoping", _("Scope message")
    SECOND_UPDATE = "second_update", _("Second update")
    EVERY = "every", _("Every message")
    BEFORE_SAFE = "before_safe", _("Before saying “safe”")
    RESOLVED = "resolved", _("Resolved message")
    INTERNAL = "internal", _("For staff only")


class Department(models.TextChoices):
    """Who usually knows."""

    ENGINEERING = "engineering", _("Engineering")
    SECURITY = "security", _("Security")
    SUPPORT = "support", _("Customer support")
    COMMUNICATIONS = "communications", _("Communications")
    MARKETING = "marketing", _("Marketing and programming")
    ACCOUNTS = "accounts", _("Key accounts")
    SUPPLIERS = "suppliers", _("Supplier management")


class Confidence(models.TextChoices):
    LOW = "low", pgettext_lazy("confidence", "Low")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    HIGH = "high", pgettext_lazy("confidence", "High")
