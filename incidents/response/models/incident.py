from datetime import datetime
from itertools import combinations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Translation, pick
from incidents.catalogue.models import Component, Region, SeverityLevel, ThirdParty, one_per_language
from incidents.catalogue.states import ComponentStatus
from incidents.response import states


def milestones_in_order() -> list[models.BaseConstraint]:
    """No milestone lies before an earlier one, whichever of them are known."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{earlier}__isnull": True})
            | Q(**{f"{later}__isnull": True})
            | Q(**{f"{later}__gte": F(earlier)}),
            name=f"incident_{earlier[:-3]}_{later[:-3]}",
        )
        for earlier, later in combinations(states.MILESTONES, 2)
    ]


class ReferenceCounter(models.Model):
    """The last number given out in a year; its row lock makes two declarations take two numbers."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def real(self) -> "IncidentQuerySet":
        return self.exclude(kind=states.Kind.DRILL)

    def public(self) -> "IncidentQuerySet":
        """What readers may see: the one scope that page, feeds, API counts and exports share."""
        return self.real().filter(is_public=True)

    def due(self, at: datetime) -> "IncidentQuerySet":
        """Maintenance that the clock should begin or end."""
        begins = Q(state=states.State.SCHEDULED, scheduled_for__lte=at)
        ends = Q(state__in=states.MAINTENANCE_STATES[:-1], scheduled_until__lte=at)
        return self.filter(begins | ends, kind=states.Kind.MAINTENANCE, auto=True)

    def open(self) -> "IncidentQuerySet":
        return self.filter(state__in=states.OPEN)

    def ended(self) -> "IncidentQuerySet":
        return self.filter(state__in=states.ENDED)


class IncidentManager(models.Manager.from_queryset(IncidentQuerySet)):
    """All incidents. Public readers go through `.public()`."""


class Incident(models.Model):
    """Something is wrong for customers (or will be, for maintenance; or is played, for a drill).

    `is_public` turns true with the first published update and never back.
    `state` is what staff work with; what readers see is the state of the last published update.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)  # INC-2026-0042
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=states.Kind, default=states.Kind.UNPLANNED)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=16, choices=states.State, default=states.State.INVESTIGATING)
    severity = models.ForeignKey(
        SeverityLevel, models.PROTECT, verbose_name=_("severity"), null=True, blank=True, related_name="+"
    )
    proposed_severity = models.ForeignKey(
        SeverityLevel, models.PROTECT, verbose_name=_("proposed severity"), null=True, blank=True, related_name="+"
    )
    severity_reasons = models.JSONField(default=list, blank=True)
    final_severity = models.ForeignKey(
        SeverityLevel, models.PROTECT, verbose_name=_("final severity"), null=True, blank=True, related_name="+"
    )
    third_party = models.ForeignKey(
        ThirdParty, models.SET_NULL, verbose_name=_("third party"), null=True, blank=True, related_name="+"
    )
    is_public = models.BooleanField(_("public"), default=False)
    imported_from = models.CharField(max_length=200, blank=True)
    imported_impact = models.CharField(max_length=12, blank=True)  # Statuspage's own word, kept as it came
    scheduled_for = models.DateTimeField(_("Planned from"), null=True, blank=True)
    scheduled_until = models.DateTimeField(_("Planned until"), null=True, blank=True)
    auto = models.BooleanField(_("begins and ends by itself"), default=True)  # maintenance only
    reminder_hours = models.JSONField(_("reminders, hours before"), default=states.reminders, blank=True)
    times_rescheduled = models.PositiveIntegerField(default=0)  # the SEQUENCE of its calendar entry
    impact_started_at = models.DateTimeField(_("Impact started"), null=True, blank=True)
    detected_at = models.DateTimeField(_("Detected"), null=True, blank=True)
    first_reported_at = models.DateTimeField(_("First report of a customer"), null=True, blank=True)
    declared_at = models.DateTimeField(_("Declared"))
    declared_by = models.CharField(_("declared by"), max_length=200)
    acknowledged_at = models.DateTimeField(_("Acknowledged"), null=True, blank=True)
    acknowledged_by = models.CharField(_("acknowledged by"), max_length=200, blank=True)
    mitigated_at = models.DateTimeField(_("Mitigated"), null=True, blank=True)
    impact_ended_at = models.DateTimeField(_("Impact ended"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("Resolved"), null=True, blank=True)
    resolved_by = models.CharField(_("resolved by"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=200, blank=True)
    closure_reason = models.CharField(_("closed as"), max_length=12, choices=states.ClosureReason, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("merged into"), null=True, blank=True, related_name="duplicates"
    )
    last_sequence = models.PositiveIntegerField(default=0)  # of published updates
    next_update_at = models.DateTimeField(_("Next update promised"), null=True, blank=True)
    # Sooner than promised, since the severity was raised meanwhile; readers keep the promise they were given.
    sooner_update_at = models.DateTimeField(_("Next update wanted"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    objects = IncidentManager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        permissions = [
            ("declare_incident", "Can declare an incident"),
            ("respond_incident", "Can work on an incident: timeline, roles, impact, progress"),
            ("command_incident", "Can command: lower a severity, delegate publishing, close"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=states.Kind.values), name="incident_kind_known"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="incident_state_known"),
            models.CheckConstraint(
                condition=(Q(kind="maintenance") & Q(state__in=states.MAINTENANCE_STATES))
                | (~Q(kind="maintenance") & Q(state__in=states.UNPLANNED_STATES)),
                name="incident_state_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(closure_reason="") | Q(closure_reason__in=states.ClosureReason.values),
                name="incident_closure_reason_known",
            ),
            models.CheckConstraint(
                condition=~Q(closure_reason="duplicate") | Q(merged_into__isnull=False), name="incident_duplicate_of"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="incident_closed_at_set"
            ),
            models.CheckConstraint(condition=~Q(kind="drill") | Q(is_public=False), name="incident_drill_never_public"),
            *milestones_in_order(),
        ]
        indexes = [
            models.Index(fields=["-declared_at", "-id"], name="incident_newest"),
            models.Index(fields=["state", "-declared_at"], name="incident_state_newest"),
            models.Index(
                fields=["next_update_at"], condition=Q(next_update_at__isnull=False), name="incident_next_update"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    def title_in(self, language: str) -> str:
        """The title a reader sees; needs `translations` prefetched in lists."""
        row = pick(self.translations.all(), language)
        return row.title if row else self.title

    def overdue(self, at: datetime) -> bool:
        return self.next_update_at is not None and self.next_update_at < at


class IncidentTranslation(Translation):
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("title for readers")
        verbose_name_plural = _("titles for readers")
        constraints = one_per_language("incident")

    def __str__(self) -> str:
        return self.title


class Impact(models.Model):
    """A stretch of time in which one component, in one region or everywhere, had one state.

    A change of state ends the row and starts the next one, so that the history behind the day bars
    is never rewritten. Recovery is the row's end with nothing after it.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="impacts")
    component = models.ForeignKey(Component, models.PROTECT, verbose_name=_("component"), related_name="impacts")
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("region"), null=True, blank=True, related_name="impacts"
    )
    status = models.CharField(_("status"), max_length=24, choices=ComponentStatus)
    started_at = models.DateTimeField(_("from"))
    started_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("impact")
        verbose_name_plural = _("impacts")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ComponentStatus.values), name="impact_status_known"),
            models.CheckConstraint(condition=~Q(status="operational"), name="impact_is_a_harm"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="impact_ends_after_start"
            ),
            # Two constraints, because NULLs differ from each other in SQLite's unique indexes.
            models.UniqueConstraint(
                fields=["incident", "component", "region"],
                condition=Q(ended_at__isnull=True, region__isnull=False),
                name="impact_open_once_in_region",
            ),
            models.UniqueConstraint(
                fields=["incident", "component"],
                condition=Q(ended_at__isnull=True, region__isnull=True),
                name="impact_open_once_everywhere",
            ),
        ]
        indexes = [
            models.Index(fields=["component", "started_at"], name="impact_component_time"),
            models.Index(fields=["ended_at"], name="impact_open"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())


class TimelineEntry(models.Model):
    """One line of the incident's story for staff; written once."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    author = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=states.EntryKind, default=states.EntryKind.NOTE)
    text = models.TextField()
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        constraints = [models.CheckConstraint(condition=Q(kind__in=states.EntryKind.values), name="entry_kind_known")]
        indexes = [models.Index(fields=["incident", "-at", "-id"], name="entry_newest")]

    def __str__(self) -> str:
        return self.text[:80]


class RoleAssignment(models.Model):
    """Who holds which role from when to when, and what was said at the handover."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(_("role"), max_length=24, choices=states.Role)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="+")
    from_at = models.DateTimeField(_("from"))
    from_by = models.CharField(_("given by"), max_length=200)
    to_at = models.DateTimeField(_("until"), null=True, blank=True)
    to_by = models.CharField(_("ended by"), max_length=200, blank=True)
    handoff_note = models.TextField(_("handover note"), blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=states.Role.values), name="assignment_role_known"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="assignment_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["incident", "role"],
                condition=Q(to_at__isnull=True, role__in=[str(role) for role in sorted(states.SINGLE_HOLDER)]),
                name="assignment_single_holder",
            ),
            models.UniqueConstraint(
                fields=["incident", "role", "user"], condition=Q(to_at__isnull=True), name="assignment_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"
