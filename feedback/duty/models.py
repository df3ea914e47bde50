from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from feedback.duty.clocks import Clock
from feedback.duty.ladder import RESPONSIBLE, TEAM, Rung
from feedback.targets.models import RegisterPolicy
from feedback.threads.models import Thread

MOST_SPANS = 50
SPECIAL = {RESPONSIBLE: _("whoever it is assigned to, else the register's team"), TEAM: _("the register's team")}


def tellable() -> dict[str, str]:
    """What a step may name, with how a person reads it."""
    return {name: str(label) for name, label in SPECIAL.items()} | {
        name: name for name in Group.objects.order_by("name").values_list("name", flat=True)
    }


def check_tells(tells: object) -> None:
    """Refuse anything but a list of known roles."""
    known = tellable()
    if not isinstance(tells, list) or not tells or not all(isinstance(each, str) and each in known for each in tells):
        raise ValidationError(_("Give at least one of: %(names)s.") % {"names": ", ".join(known)})


class EscalationStep(models.Model):
    """One step of the ladder: who hears that a clock has run out, and how long after."""

    clock = models.CharField(_("clock"), max_length=12, choices=Clock)
    spans = models.PositiveSmallIntegerField(
        _("after"),
        validators=[MaxValueValidator(MOST_SPANS)],
        help_text=_("0: as soon as it is late. 1: once the time the register gives has passed again. 2: twice."),
    )
    tells = models.JSONField(_("who is told"), validators=[check_tells])

    class Meta:
        verbose_name = _("escalation step")
        verbose_name_plural = _("escalation steps")
        constraints = [
            models.CheckConstraint(condition=Q(clock__in=Clock.values), name="escalation_step_clock_known"),
            models.CheckConstraint(condition=Q(spans__lte=MOST_SPANS), name="escalation_step_spans_sane"),
            models.UniqueConstraint(fields=["clock", "spans"], name="escalation_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()} +{self.spans}"

    @property
    def names(self) -> str:
        return ", ".join(str(SPECIAL.get(each, each)) for each in self.tells)

    def as_rung(self) -> Rung:
        return Rung(self.spans, tuple(self.tells))


class Escalation(models.Model):
    """Somebody was told that a thread is late; a step is told once for each moment that was owed.

    `told` are the names of those it goes to.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="escalations")
    clock = models.CharField(_("clock"), max_length=12, choices=Clock)
    due_at = models.DateTimeField(_("due"))
    spans = models.PositiveSmallIntegerField(_("after"))
    told = models.JSONField(_("told"), default=list)
    told_at = models.DateTimeField(_("told at"))
    told_by = models.CharField(_("told by"), max_length=200)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.CheckConstraint(condition=Q(clock__in=Clock.values), name="escalation_clock_known"),
            models.UniqueConstraint(fields=["thread", "clock", "due_at", "spans"], name="escalation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.clock} +{self.spans}"


class EscalationNotice(models.Model):
    """One person who is to hear of an escalation, or the rooms of staff (no user); several go in one letter."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "user"], name="escalation_notice_once"),
            models.UniqueConstraint(fields=["escalation"], condition=Q(user=None), name="escalation_rooms_once"),
        ]
        indexes = [
            models.Index(fields=["user", "id"], condition=Q(sent_at=None), name="escalation_notice_waiting"),
            models.Index(fields=["user", "-sent_at"], name="escalation_notice_last"),
        ]

    def __str__(self) -> str:
        return f"{self.escalation_id} → {self.user_id or 'rooms'}"


class Retiming(models.Model):
    """A changed policy is carried to the clocks of what is open, piece by piece; `cursor` is how far it came."""

    register = models.ForeignKey(RegisterPolicy, on_delete=models.CASCADE, related_name="+")
    total = models.PositiveIntegerField(_("open threads"))
    done = models.PositiveIntegerField(_("changed"), default=0)
    cursor = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=200)
    settled_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("change of clocks")
        verbose_name_plural = _("changes of clocks")
        constraints = [
            models.UniqueConstraint(fields=["register"], condition=Q(settled_at=None), name="retiming_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.done}/{self.total}"
