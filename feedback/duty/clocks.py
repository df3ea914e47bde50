"""The four things a customer is owed in time (domain: Feedback). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clock(models.TextChoices):
    """`answer` is the human one, the first and each later; thanks never stop it."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledgement")
    ANSWER = "answer", _("Answer by a human")
    PROMISE = "promise", _("Promised answer")
    RESOLVE = "resolve", _("Resolution")


@dataclass(frozen=True, slots=True)
class Standing:
    """One running clock of a thread; `late` is zero while it has time."""

    clock: Clock
    due_at: datetime
    late: timedelta

    @property
    def is_late(self) -> bool:
        return self.late > timedelta(0)
