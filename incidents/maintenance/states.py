from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What readers are told of planned maintenance without anybody writing it."""

    REMINDER = "reminder", _("Reminder")
    RESCHEDULED = "rescheduled", _("Moved or extended")
    CANCELLED = "cancelled", _("Called off")
    BEGAN = "began", _("Begun")
    ENDED = "ended", _("Ended")
