"""What has become of a mail that came in. Pure."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("mail", "Waiting to be read")
    READ = "read", pgettext_lazy("mail", "In its conversation")
    IGNORED = "ignored", pgettext_lazy("mail", "Kept, and nothing more")
    FAILED = "failed", pgettext_lazy("mail", "Could not be read")


OPEN = (State.RECEIVED,)
MAY_BE_READ_AGAIN = (State.IGNORED, State.FAILED)
MOST_ATTEMPTS = 3  # a mail that stops its reader each time is left for a person
