from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.web.admin import BaseAdmin, ReadOnlyAdmin
from feedback.threads import places
from feedback.waves.models import Wave, WaveSettings

SHOWN = 200


@admin.register(Wave)
class WaveAdmin(ReadOnlyAdmin):
    """What was noticed, and what became of it."""

    list_display = ("about", "state", "peak", "usual", "reports", "first_report_at", "noticed_at", "outcome")
    list_display_links = ("about",)
    list_filter = ("state",)
    search_fields = ("topic", "component__name")
    ordering = ("-noticed_at", "-id")
    list_select_related = ("component", "region", "proposal__incident", "incident")
    fields = (
        *("about", "state", "peak", "usual", "reports", "first_report_at", "last_report_at"),
        *("noticed_at", "ended_at", "outcome", "evidence"),
    )
    readonly_fields = ("about", "outcome", "evidence")

    @admin.display(description=_("about"))
    def about(self, wave: Wave) -> str:
        return str(wave) or "–"

    @admin.display(description=_("became"))
    def outcome(self, wave: Wave) -> SafeString | str:
        incident = wave.incident or (wave.proposal.incident if wave.proposal else None)
        if incident:
            return format_html('<a href="{}">{}</a>', reverse("admin:room", args=[incident.pk]), incident.reference)
        if wave.proposal:
            address = reverse("admin:incidents_proposal_change", args=[wave.proposal.pk])
            return format_html('<a href="{}">{}</a>', address, wave.proposal.get_state_display())
        return "–"

    @admin.display(description=_("reports"))
    def evidence(self, wave: Wave) -> SafeString | str:
        rows = wave.evidence.select_related("thread").order_by("thread__created_at", "pk")[:SHOWN]
        lines = ((places.thread(row.thread), row.thread.reference, row.thread.subject) for row in rows)
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a> {}', lines) or "–"


@admin.register(WaveSettings)
class WaveSettingsAdmin(BaseAdmin):
    """The one row that `bootstrap` makes."""

    list_display = ("__str__", "watches", "window_minutes", "least", "caution")
    ordering = ("pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
