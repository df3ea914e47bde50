from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actor import Kind


class AppendOnly(Exception):
    """An audit row can be written once and read; nothing else."""


class AuditEvent(models.Model):
    """One thing somebody did, readable after what it was done to is gone.

    References are text, not foreign keys. Triggers (migration 0002) refuse UPDATE and DELETE, so
    that a bulk `update()` is refused too.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=100)  # "incidents.incident.resolved"
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    actor_label = models.CharField(max_length=200)
    actor_user_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=80, blank=True)  # "incidents.incident"
    object_ref = models.CharField(max_length=100, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["object_type", "object_ref", "-id"], name="audit_object"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind__in=[kind.value for kind in Kind]), name="audit_actor_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("An audit event cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> None:
        raise AppendOnly("An audit event cannot be deleted.")
