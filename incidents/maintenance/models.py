from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Translation
from incidents.catalogue.models import Component, one_per_language
from incidents.communication.models import Update
from incidents.maintenance import recurrence, states
from incidents.response.models import Incident

LONGEST = 14 * 24 * 60


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


class MaintenanceSeries(models.Model):
    """Maintenance that comes again: at the same wall time of its zone, whatever the clocks do."""

    title = models.CharField(_("title"), max_length=200)
    rule = models.CharField(
        _("rule"),
        max_length=200,
        validators=[recurrence.check_rule],
        help_text=_("A recurrence rule (RFC 5545), for instance FREQ=WEEKLY;BYDAY=SU or FREQ=MONTHLY;BYDAY=1MO"),
    )
    first_on = models.DateField(_("first day"), validators=[recurrence.check_first])
    clock = models.TimeField(_("begins at"), help_text=_("Wall time in the time zone below"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[recurrence.check_zone])
    duration_minutes = models.PositiveIntegerField(
        _("minutes it takes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    components = models.ManyToManyField(Component, verbose_name=_("components"), blank=True, related_name="+")
    horizon_days = models.PositiveSmallIntegerField(
        _("days planned ahead"), default=30, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("maintenance series")
        verbose_name_plural = _("maintenance series")
        constraints = [
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1, duration_minutes__lte=LONGEST), name="series_duration_sane"
            ),
            models.CheckConstraint(condition=Q(horizon_days__gte=1, horizon_days__lte=366), name="series_horizon_sane"),
        ]

    def __str__(self) -> str:
        return self.title


class MaintenanceSeriesTranslation(Translation):
    series = models.ForeignKey(MaintenanceSeries, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("title for readers")
        verbose_name_plural = _("titles for readers")
        constraints = one_per_language("series")

    def __str__(self) -> str:
        return self.title


class Occurrence(models.Model):
    """One day of a series and the maintenance planned for it; `version` is the incident's as we left it."""

    series = models.ForeignKey(MaintenanceSeries, on_delete=models.PROTECT, related_name="occurrences")
    on = models.DateField()
    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="occurrence_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on}"
