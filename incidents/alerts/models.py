from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.sources.models import Source
from incidents.alerts import states
from incidents.alerts.parsers import formats
from incidents.catalogue.models import Component, Region
from incidents.response.models import Incident

# A sender's word for how bad it is → our level. Editable on each source.
DEFAULT_LEVELS = {
    "critical": 4, "page": 4, "major_outage": 4, "error": 3, "major": 3, "partial_outage": 3,
    "warning": 2, "minor": 2, "degraded_performance": 2, "info": 1, "none": 1,
}  # fmt: skip


def default_levels() -> dict[str, int]:
    return dict(DEFAULT_LEVELS)


class AlertSource(Source):
    """A program that may tell us that something is wrong, and what its words mean here."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    format = models.CharField(_("format"), max_length=20)
    component = models.ForeignKey(Component, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    components = models.JSONField(_("its words for components"), default=dict, blank=True)  # word → our slug
    levels = models.JSONField(_("its words for severity"), default=default_levels, blank=True)

    class Meta:
        verbose_name = _("alert source")
        verbose_name_plural = _("alert sources")

    def get_format_display(self) -> str:
        return dict(formats()).get(self.format, self.format)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=states.State.OPEN)

    def live(self) -> "ProposalQuerySet":
        """What another report of the same group still belongs to."""
        return self.filter(state__in=states.LIVE, ended_at=None)


class Proposal(models.Model):
    """One group of alerts that asks for an incident. It never publishes, and never declares alone."""

    source = models.ForeignKey(AlertSource, on_delete=models.CASCADE, related_name="proposals")
    key = models.CharField(max_length=255)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    severity_word = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(_("proposed level"), null=True, blank=True)
    component = models.ForeignKey(Component, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    component_word = models.CharField(max_length=100, blank=True)
    region = models.ForeignKey(Region, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=states.State, default=states.State.OPEN)
    status = models.CharField(_("alerts"), max_length=14, choices=states.AlertStatus)
    firing = models.PositiveIntegerField(_("firing"), default=0)
    left_out = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(_("first alert"))
    last_at = models.DateTimeField(_("last report"))
    reports = models.PositiveIntegerField(_("reports"), default=1)
    ended_at = models.DateTimeField(null=True, blank=True)  # every alert resolved
    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        permissions = [("decide_proposal", "Can make an incident of alerts, or set them aside")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="proposal_state_known"),
            models.CheckConstraint(condition=Q(status__in=states.AlertStatus.values), name="proposal_status_known"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="proposal_level_1_to_5"
            ),
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=Q(state__in=[str(state) for state in states.LIVE], ended_at=None),
                name="proposal_live_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-last_at", "-id"], name="proposal_state_newest"),
            models.Index(fields=["-last_at", "-id"], name="proposal_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class Alert(models.Model):
    """One firing of one alert, from its start to its end."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="alerts")
    key = models.CharField(max_length=255)
    status = models.CharField(_("state"), max_length=14, choices=states.AlertStatus)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    labels = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="alert_once"),
            models.CheckConstraint(condition=Q(status__in=states.AlertStatus.values), name="alert_status_known"),
        ]

    def __str__(self) -> str:
        return self.title
