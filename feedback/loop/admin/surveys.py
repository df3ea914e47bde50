from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import ReadOnlyAdmin
from feedback.loop import queries
from feedback.loop.admin.doors import incident_or_404
from feedback.loop.models import Survey


@admin.register(Survey)
class SurveyAdmin(ReadOnlyAdmin):
    """What customers said of how we did."""

    list_display = ("thread", "kind", "score", "words", "incident", "told_at")
    list_filter = ("kind", "score")
    search_fields = ("thread__reference", "incident__reference")
    search_help_text = _("Reference of the conversation or of the incident")
    ordering = ("-id",)
    list_select_related = ("thread", "incident")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.of_incident)
        return [path("incident/<int:pk>/", view, name="feedback_survey_of"), *super().get_urls()]

    def of_incident(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Before and after one incident, those affected and the others (practice P29)."""
        incident = incident_or_404(request, pk)
        found = queries.around(incident)
        words = Survey.objects.filter(incident=incident).exclude(words="").select_related("thread")
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("How well we handled it"),
            "opts": self.opts,
            "incident": incident,
            "found": found,
            "rows": [(queries.LABELS[name], getattr(found, name)) for name in queries.LABELS],
            "words": list(words.order_by("score", "-told_at", "-pk")[:50]),
        }
        return TemplateResponse(request, "admin/loop/satisfaction.html", context)
