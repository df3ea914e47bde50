from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.communication.models import Update
from incidents.maintenance import states
from incidents.response.models import Incident


class Notice(models.Model):
    """Readers are owed this; written with the fact it tells of, settled once.

    `key` makes each fact owe one notice. Settled without an `update` means that it was overtaken,
    or that somebody had already said it.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=states.NoticeKind)
    key = models.CharField(max_length=40)
    owed_at = models.DateTimeField()
    owed_by = models.CharField(max_length=200)
    settled = models.BooleanField(default=False)
    update = models.ForeignKey(Update, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("maintenance notice")
        verbose_name_plural = _("maintenance notices")
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], name="notice_owed_once"),
            models.CheckConstraint(condition=Q(kind__in=states.NoticeKind.values), name="notice_kind_known"),
        ]
        indexes = [models.Index(fields=["owed_at"], condition=Q(settled=False), name="notice_owed")]

    def __str__(self) -> str:
        return str(self.get_kind_display())
