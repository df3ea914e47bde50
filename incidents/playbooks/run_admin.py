"""Runs on staff pages: the doors of the room's panel, and one run with its whole chart."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from core.web.admin import ReadOnlyAdmin
from core.web.errors import Conflict, Invalid
from incidents.playbooks import actions, following, picture
from incidents.playbooks.models import Playbook, PlaybookRun
from incidents.playbooks.states import DONE
from incidents.response.models import Incident

Verb = tuple[Callable[..., Any], Callable[[HttpRequest], dict[str, Any]]]


def _whole(text: str) -> int:
    if not text.isdigit() or len(text) > 9:
        raise Http404
    return int(text)


def _answer(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "node": sent.get("node", ""),
        "answer": sent.get("answer", DONE),
        "note": sent.get("note", ""),
        "seen": _whole(sent["seen"]) if sent.get("seen") else None,
        "language": get_language() or "en",
    }


def _correct(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "number": _whole(sent.get("number", "")),
        "answer": sent.get("answer", ""),
        "note": sent.get("note", ""),
        "language": get_language() or "en",
    }


VERBS: dict[str, Verb] = {
    "answer": (actions.answer, _answer),
    "correct": (actions.correct, _correct),
    "abandon": (actions.abandon, lambda request: {"reason": request.POST.get("reason", "")}),
    "adopt": (actions.adopt_newer_version, lambda request: {}),
}


@admin.register(PlaybookRun)
class RunAdmin(ReadOnlyAdmin):
    """How playbooks were followed; one opens with its path and the chart it lights up."""

    list_display = ("playbook", "version", "incident", "state", "outcome", "started_at", "started_by", "ended_at")
    list_filter = ("state", "outcome")
    search_fields = ("incident__reference", "playbook__slug")
    search_help_text = _("Reference of the incident, or the playbook's slug")
    ordering = ("-started_at", "-id")
    list_select_related = ("playbook", "version", "incident")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlaybookRun]:
        return super().get_queryset(request).select_related("playbook", "version", "incident")

    def get_urls(self) -> list[URLPattern]:
        guarded, info = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("start/<int:pk>/", guarded(require_POST(self.start)), name=f"{info}_start"),
            path("<int:pk>/follow/<slug:verb>/", guarded(require_POST(self.follow)), name=f"{info}_follow"),
            *super().get_urls(),
        ]

    def start(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = _seen(request, Incident.objects.filter(pk=pk).first())
        playbook = Playbook.objects.filter(slug=request.POST.get("playbook", "")).first()
        if playbook is None:
            raise Http404
        return self._done(request, incident, lambda: actions.start(
            incident=incident, playbook=playbook, by=request.actor, at=timezone.now()
        ))  # fmt: skip

    def follow(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """One verb of one run; back to where it was pressed."""
        run = _seen(request, PlaybookRun.objects.select_related("incident").filter(pk=pk).first())
        if verb not in VERBS:
            raise Http404
        act, read = VERBS[verb]
        data = read(request)
        return self._done(
            request, run.incident, lambda: act(run=run, by=request.actor, at=timezone.now(), **data), run=run
        )

    def _done(
        self, request: HttpRequest, incident: Incident, act: Callable[[], object], run: PlaybookRun | None = None
    ) -> HttpResponse:
        """Do it; what stood against it is said with the note that was typed, so that nothing is lost."""
        try:
            act()
        except (Conflict, Invalid) as error:
            messages.error(request, str(error))
            if note := (request.POST.get("note") or request.POST.get("reason") or "").strip():
                messages.info(request, gettext("You wrote: %(note)s") % {"note": note})
        if run and request.POST.get("from") == "run":
            return HttpResponseRedirect(reverse("admin:incidents_playbookrun_change", args=[run.pk]))
        return HttpResponseRedirect(reverse("admin:room", args=[incident.pk]) + "#panel-playbooks")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = PlaybookRun.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        run = _seen(request, found)
        at = timezone.now()
        view = following.one(run, at)
        chart = picture.draw(view.flow, get_language() or "en", title=view.title, walk=view.walk, id=f"run-{run.pk}")
        context = {
            **self.admin_site.each_context(request),
            "title": view.title,
            "opts": self.opts,
            "view": view,
            "chart": chart,
            "now": at,
            "may_run": request.actor.may("incidents.respond_incident"),
            "from": "run",
        }
        return TemplateResponse(request, "playbooks/run.html", context)


def _seen(request: HttpRequest, found: Any) -> Any:
    """404 for what isn't there, 403 for whoever may not see incidents."""
    if not request.actor.may("incidents.view_incident"):
        raise PermissionDenied
    if found is None:
        raise Http404
    return found
