from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.text import moments
from core.web.admin import BaseAdmin, TranslationInline
from core.web.queue import enqueue
from incidents.maintenance import queries, recurrence
from incidents.maintenance.models import MaintenanceSeries, MaintenanceSeriesTranslation


class TitleInline(TranslationInline):
    model = MaintenanceSeriesTranslation


@admin.register(MaintenanceSeries)
class MaintenanceSeriesAdmin(BaseAdmin):
    """Maintenance that comes again; it is switched off, never deleted, because its past windows stay."""

    list_display = ("title", "meaning", "is_active")
    list_filter = ("is_active",)
    search_fields = ("title",)
    ordering = ("title", "pk")
    readonly_fields = ("meaning", "coming")
    filter_horizontal = ("components",)
    inlines = (TitleInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def _written(self, request: HttpRequest, obj: Model, verb: str, message: Any) -> None:
        super()._written(request, obj, verb, message)
        enqueue("incidents.maintenance.tasks.plan", obj.pk)

    @admin.display(description=_("in words"))
    def meaning(self, series: MaintenanceSeries) -> str:
        if not series.pk:
            return "–"
        return recurrence.explain(series.rule, clock=series.clock, time_zone=series.time_zone)

    @admin.display(description=_("next five"))
    def coming(self, series: MaintenanceSeries) -> str:
        if not series.pk:
            return "–"
        found = queries.next_five(series, timezone.now())
        spoken = [moments.written(at, language=get_language(), time_zone=series.time_zone) for at in found]
        return format_html_join(", ", "{}", ((each,) for each in spoken)) or "–"
