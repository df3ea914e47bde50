from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.waves.detection import Rules
from feedback.waves.reports import Key
from feedback.waves.sameness import Trouble
from feedback.waves.states import ODDS, Caution, State
from incidents.alerts.models import Proposal
from incidents.catalogue.models import Component, Region
from incidents.response.models import Incident


class WaveSettings(models.Model):
    """One row: when many reports are too many."""

    watches = models.BooleanField(_("watch for waves"), default=True)
    window_minutes = models.PositiveSmallIntegerField(
        _("within (minutes)"), default=15, validators=[MinValueValidator(2), MaxValueValidator(120)]
    )
    least = models.PositiveSmallIntegerField(
        _("different customers at least"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(1_000)],
    )
    least_unknown = models.PositiveSmallIntegerField(
        _("and where there are no earlier weeks to compare with"),
        default=8,
        validators=[MinValueValidator(2), MaxValueValidator(1_000)],
    )
    weeks = models.PositiveSmallIntegerField(
        _("earlier weeks compared with"), default=6, validators=[MinValueValidator(2), MaxValueValidator(26)]
    )
    caution = models.CharField(_("caution"), max_length=10, choices=Caution, default=Caution.USUAL)
    quiet_minutes = models.PositiveSmallIntegerField(
        _("over after so many quiet minutes"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(24 * 60)],
    )

    class Meta:
        verbose_name = _("settings of the waves")
        verbose_name_plural = _("settings of the waves")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="wave_settings_one_row"),
            models.CheckConstraint(condition=Q(caution__in=Caution.values), name="wave_settings_caution_known"),
            models.CheckConstraint(
                condition=Q(
                    window_minutes__gte=2, least__gte=2, least_unknown__gte=2, weeks__gte=2, quiet_minutes__gte=5
                ),
                name="wave_settings_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Watching for waves"))

    def rules(self) -> Rules:
        return Rules(self.least, self.least_unknown, ODDS[self.caution])


class WaveQuerySet(models.QuerySet["Wave"]):
    def rising(self) -> "WaveQuerySet":
        return self.filter(state=State.RISING)


class Wave(models.Model):
    """More reports than usual about one thing, from the first to when it is quiet again: one proposal.

    `usual` customers were to be expected in such a window, `peak` there were. With a known `incident` its reports
    were suggested to that instead of proposing another one.
    """

    component = models.ForeignKey(
        Component, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("component")
    )
    region = models.ForeignKey(Region, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("region"))
    topic = models.CharField(_("word"), max_length=40, blank=True)
    words = models.JSONField(_("telling words"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RISING)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("proposal")
    )
    incident = models.ForeignKey(
        Incident, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("incident")
    )
    usual = models.FloatField(_("usual"))
    peak = models.PositiveIntegerField(_("customers at most"))
    reports = models.PositiveIntegerField(_("reports"))
    first_report_at = models.DateTimeField(_("first report"))
    last_report_at = models.DateTimeField(_("last report"))
    noticed_at = models.DateTimeField(_("noticed"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave of reports")
        verbose_name_plural = _("waves of reports")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="wave_state_known"),
            models.CheckConstraint(
                condition=Q(state="rising", ended_at=None) | Q(state="over", ended_at__isnull=False),
                name="wave_over_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["-noticed_at", "-id"], name="wave_newest"),
            models.Index(fields=["id"], condition=Q(state="rising"), name="wave_rising"),
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.component, self.region, self.topic) if part)

    @property
    def trouble(self) -> Trouble:
        return Trouble(Key(self.component_id, self.region_id, self.topic), frozenset(self.words))


class WaveReport(models.Model):
    """One thread that belongs to a wave."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="evidence")
    thread = models.ForeignKey("feedback.Thread", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "thread"], name="wave_report_once")]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.thread_id}"
