"""What a peer's post can be. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    HELD = "held", _("Waits for somebody of ours")
    SHOWN = "shown", _("Shown")
    KEPT_BACK = "kept_back", _("Not shown")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class HeldFor(models.TextChoices):
    LIMIT = "limit", _("Over the limit")
    SPAM = "spam", _("Suspected spam")
    PERSONAL_DATA = "personal_data", _("Personal data in it")
