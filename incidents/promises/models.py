from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.promises.ladder import Rung
from incidents.response.models import Incident
from incidents.response.states import Role

DAY = 24 * 60


def check_roles(roles: object) -> None:
    """Refuse anything but a list of known roles."""
    if not isinstance(roles, list) or not roles or not set(roles) <= set(Role.values):
        raise ValidationError(_("Give at least one of: %(names)s.") % {"names": ", ".join(Role.values)})


class ReminderStep(models.Model):
    """One rung of the ladder: who is told how long before or after the next word is due."""

    minutes = models.IntegerField(
        _("minutes after it is due"),
        unique=True,
        validators=[MinValueValidator(-DAY), MaxValueValidator(DAY)],
        help_text=_("Negative: before it is due."),
    )
    roles = models.JSONField(_("roles told"), validators=[check_roles])
    repeat_minutes = models.PositiveIntegerField(
        _("again every (minutes)"), default=0, validators=[MaxValueValidator(DAY)], help_text=_("0: once.")
    )

    class Meta:
        verbose_name = _("reminder step")
        verbose_name_plural = _("reminder steps")
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=-DAY, minutes__lte=DAY), name="reminder_step_minutes_sane"),
            models.CheckConstraint(condition=Q(repeat_minutes__lte=DAY), name="reminder_step_repeat_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes:+d} min"

    @property
    def names(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.roles)

    def as_rung(self) -> Rung:
        return Rung(minutes=self.minutes, roles=tuple(self.roles), repeat=self.repeat_minutes)


class Reminder(models.Model):
    """Somebody was told that readers wait for a word; a rung is told once for each due moment.

    `told` are the names of those it went to; empty when there was nobody to tell.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField(_("word due"))
    minute = models.IntegerField(_("minutes after it was due"))
    told = models.JSONField(_("told"), default=list)
    told_at = models.DateTimeField(_("told at"))
    told_by = models.CharField(_("told by"), max_length=200)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["incident", "due_at", "minute"], name="reminder_told_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.minute:+d} min"
