from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from core.text import fields
from core.web.admin import ReadOnlyAdmin
from feedback.loop import actions, drafting, policies, queries
from feedback.loop.admin.doors import attempt, back, incident_or_404
from feedback.loop.models import ClosingRun, ClosingText, IncidentLink
from feedback.loop.states import RunState
from feedback.threads.models import Thread

PAGE = 100


@admin.register(ClosingRun)
class ClosingRunAdmin(ReadOnlyAdmin):
    """The closing messages of an incident: read, change, start; afterwards the ledger of who was told."""

    list_display = ("incident", "state", "drafted_at", "started_by", "started_at", "ended_at")
    list_filter = ("state",)
    search_fields = ("incident__reference",)
    search_help_text = _("Reference of the incident")
    ordering = ("-drafted_at", "-id")
    list_select_related = ("incident",)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("incident/<int:pk>/", guarded(require_POST(self.prepare)), name="feedback_closingrun_prepare"),
            path("<int:pk>/do/", guarded(require_POST(self.do)), name="feedback_closingrun_act"),
            *super().get_urls(),
        ]

    def prepare(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = incident_or_404(request, pk)
        run = attempt(request, lambda: actions.prepare(incident=incident, by=request.actor, at=timezone.now()))
        if run is None:
            return HttpResponseRedirect(reverse("admin:room", args=[incident.pk]) + "#panel-customers")
        return HttpResponseRedirect(_address(run))

    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the texts; start, with the texts saved first; or try again what failed."""
        run = _run_or_404(request, str(pk))
        verb = request.POST.get("do", "")
        typed = {key: request.POST[f"text-{key}"] for key in ("en", "fr", "ja") if f"text-{key}" in request.POST}
        acts: dict[str, Callable[[], Any]] = {
            "save": lambda: self._write(request, run, typed),
            "start": lambda: (self._write(request, run, typed), self._start(request, run)),
            "retry": lambda: actions.retry(run=run, by=request.actor, at=timezone.now()),
        }
        if verb not in acts:
            raise Http404
        attempt(request, acts[verb])
        return back(request, run.incident, _address(run))

    def _write(self, request: HttpRequest, run: ClosingRun, typed: dict[str, str]) -> None:
        if run.state != RunState.DRAFT:
            return
        for language, text in typed.items():
            actions.write(run=run, language=language, text=text, by=request.actor, at=timezone.now())

    def _start(self, request: HttpRequest, run: ClosingRun) -> None:
        actions.start(run=run, by=request.actor, at=timezone.now())
        messages.success(request, gettext("Under way. You may close this page; it goes on by itself."))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        run = _run_or_404(request, object_id)
        incident = run.incident
        readers = _readers(run)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Closing messages"),
            "opts": self.opts,
            "run": run,
            "incident": incident,
            "progress": queries.progress(run),
            "standing": queries.standing(incident),
            "late": sum(readers.values()) if run.state != RunState.DRAFT else 0,
            "texts": [(text, readers.get(text.language, 0), _shown(run, text)) for text in run.texts.order_by("pk")],
            "fields": drafting.FIELDS,
            "lines": Paginator(queries.lines(run), PAGE).get_page(request.GET.get("page")),
            "may_write": policies.can_write(request.actor, incident),
            "may_close": policies.can_close(request.actor, incident),
            "now": timezone.now(),
        }
        return TemplateResponse(request, "admin/loop/closing.html", context)


def _run_or_404(request: HttpRequest, pk: str) -> ClosingRun:
    run = ClosingRun.objects.select_related("incident").filter(pk=pk).first() if pk.isdigit() else None
    if run is None:
        raise Http404
    incident_or_404(request, run.incident_id)
    return run


def _address(run: ClosingRun) -> str:
    return reverse("admin:feedback_closingrun_change", args=[run.pk])


def _readers(run: ClosingRun) -> dict[str, int]:
    """How many will read each language; of a run that has begun those who were linked since."""
    links = IncidentLink.objects.linked().filter(incident=run.incident_id)
    rows = Thread.objects.filter(incident_links__in=links).exclude(pk__in=run.lines.values("thread"))
    found: dict[str, int] = {}
    for language in rows.values_list("language", flat=True):
        found[language] = found.get(language, 0) + 1
    return found


def _shown(run: ClosingRun, text: ClosingText) -> str:
    """As the first who reads that language gets it; empty where nobody does."""
    links = IncidentLink.objects.linked().filter(incident=run.incident_id)
    chosen = Thread.objects.filter(incident_links__in=links, language=text.language)
    thread = chosen.select_related("component", "region").order_by("created_at", "pk").first()
    if thread is None:
        return ""
    values = drafting.situation(run.incident).values(thread)
    return fields.fill(text.text, {**{name: f"{{{name}}}" for name in fields.named(text.text)}, **values})
