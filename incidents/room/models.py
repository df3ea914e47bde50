from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.response.models import Incident


class Doing(models.TextChoices):
    """What somebody in the room has the cursor in."""

    LOOKING = "looking", _("is here")
    WRITING = "writing", _("is writing a message")
    ANSWERING = "answering", _("is answering")


class Presence(models.Model):
    """Somebody had this room open a moment ago; one row for each person, overwritten."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    doing = models.CharField(max_length=10, choices=Doing, default=Doing.LOOKING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "user"], name="presence_once"),
            models.CheckConstraint(condition=Q(doing__in=Doing.values), name="presence_doing_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.incident_id}"
