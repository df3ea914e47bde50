from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timesince, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import ReadOnlyInline, StateAdmin
from incidents.response import clocks, policies, queries
from incidents.response.admin.buttons import BUTTONS
from incidents.response.admin.declare import declare
from incidents.response.models import Impact, Incident, IncidentTranslation, RoleAssignment
from incidents.response.states import MILESTONES


class TitleInline(ReadOnlyInline):
    model = IncidentTranslation

    def has_view_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        """Part of the incident, as its other title is."""
        return request.user.has_perm("incidents.view_incident")


class RoleInline(ReadOnlyInline):
    model = RoleAssignment
    fields = ("role", "user", "from_at", "from_by", "to_at", "to_by", "handoff_note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleAssignment]:
        return super().get_queryset(request).select_related("user").order_by("from_at", "pk")


class ImpactInline(ReadOnlyInline):
    model = Impact
    fields = ("component", "region", "status", "started_at", "ended_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Impact]:
        return super().get_queryset(request).select_related("component", "region").order_by("started_at", "pk")


@admin.register(Incident)
class IncidentAdmin(StateAdmin):
    """Every incident, newest first: where it stands, how grave it is, who commands, what is due."""

    list_display = ("reference", "to_room", "state", "level", "next_update", "commander", "declared_at")
    list_display_links = ("reference",)
    list_filter = ("state", "kind", "severity", "is_public")
    search_fields = ("reference", "title")
    search_help_text = _("Reference or title")
    ordering = ("-declared_at", "-id")
    buttons = BUTTONS
    opens = (_("Open the room"), "admin:room")
    inlines = (TitleInline, RoleInline, ImpactInline)
    fieldsets = (
        (None, {"fields": ("reference", "title", "kind", "state", "is_public", "third_party")}),
        (_("Severity"), {"fields": ("severity", "proposed_severity", "final_severity")}),
        (_("Moments"), {"fields": (*MILESTONES, "scheduled_for", "scheduled_until", "next_update_at")}),
        (_("People"), {"fields": ("declared_by", "acknowledged_by", "resolved_by", "closed_by")}),
        (_("End"), {"fields": ("closure_reason", "merged_into")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        return queries.tabled(get_language()).order_by("-declared_at", "-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return policies.can_declare(request.actor)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return declare(request, self.admin_site)

    @admin.display(description=_("Title"), ordering="title")
    def to_room(self, incident: Incident) -> SafeString:
        """The work is done in the room, so that is where the title leads."""
        return format_html('<a href="{}">{}</a>', reverse("admin:room", args=[incident.pk]), incident.title)

    @admin.display(description=_("Severity"), ordering="severity")
    def level(self, incident: Incident) -> str:
        """Number and name; a proposal that nobody has decided on is marked as one."""
        rated = clocks.rated(incident)
        if rated is None:
            return gettext("not classified")
        name = incident.level_name if incident.severity_id else incident.proposed_name
        words = f"{rated.level} {name or rated.name}"
        return words if incident.severity_id else gettext("%(level)s (proposed)") % {"level": words}

    @admin.display(description=_("Next update"))
    def next_update(self, incident: Incident) -> str | SafeString:
        """The clock to the next promised or required update; the exact moment on hover."""
        clock = clocks.of(incident, timezone.now())
        if clock.due_at is None:
            return "–"
        span = timesince.timeuntil if not clock.overdue else timesince.timesince
        said = gettext("%(time)s late") if clock.overdue else gettext("in %(time)s")
        return format_html(
            '<time datetime="{}" title="{}"{}>{}</time>',
            clock.due_at.isoformat(),
            f"{timezone.localtime(clock.due_at):%Y-%m-%d %H:%M %Z}",
            SafeString(' class="overdue"') if clock.overdue else "",
            said % {"time": span(clock.due_at, clock.as_of, depth=2)},
        )

    @admin.display(description=_("Commander"))
    def commander(self, incident: Incident) -> str:
        return incident.commander_name or "–"
