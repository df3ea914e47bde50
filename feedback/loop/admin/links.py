from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from core.web.admin import ReadOnlyAdmin
from feedback.loop import actions, policies, queries
from feedback.loop.admin.doors import attempt, back, incident_or_404, ticked
from feedback.loop.models import IncidentLink
from feedback.threads import places
from feedback.threads.models import Thread
from incidents.response.models import Incident

PAGE = 100


@admin.register(IncidentLink)
class IncidentLinkAdmin(ReadOnlyAdmin):
    """Which conversation is about which incident; worked on per incident, and from a thread's own page."""

    list_display = ("thread", "incident", "state", "linked_by", "linked_at")
    list_filter = ("state",)
    search_fields = ("thread__reference", "incident__reference")
    search_help_text = _("Reference of the conversation or of the incident")
    ordering = ("-id",)
    list_select_related = ("thread", "incident")

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("incident/<int:pk>/", guarded(self.of_incident), name="feedback_incidentlink_of"),
            path("incident/<int:pk>/do/", guarded(require_POST(self.do)), name="feedback_incidentlink_decide"),
            path("thread/<int:pk>/do/", guarded(require_POST(self.from_thread)), name="feedback_incidentlink_thread"),
            *super().get_urls(),
        ]

    def of_incident(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every conversation that is, or may be, about one incident."""
        incident = incident_or_404(request, pk)
        suggested = queries.links(incident).suggested().order_by("-pk")[:PAGE]
        linked = Paginator(queries.linked(incident), PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("What customers write"),
            "opts": self.opts,
            "incident": incident,
            "standing": queries.standing(incident),
            "suggested": list(suggested),
            "linked": linked,
            "may_link": policies.can_link(request.actor, incident),
            "now": timezone.now(),
        }
        return TemplateResponse(request, "admin/loop/links.html", context)

    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link or put aside what is ticked; `all` takes every suggestion there is."""
        incident = incident_or_404(request, pk)
        verb = request.POST.get("do", "")
        chosen = Thread.objects.filter(incident_links__incident=incident)
        if verb == "all":
            threads = list(chosen.filter(incident_links__state="suggested", incident_links__incident=incident))
        else:
            threads = list(Thread.objects.filter(pk__in=ticked(request)))
        if named := request.POST.get("reference", "").split():
            threads += list(Thread.objects.filter(reference__in=[each.upper() for each in named[:50]]))
        act = actions.unlink_many if verb == "unlink" else actions.link_many
        attempt(request, lambda: act(threads=threads, incident=incident, by=request.actor, at=timezone.now()))
        said = _put_aside(len(threads)) if verb == "unlink" else _linked(len(threads))
        (messages.success if threads else messages.warning)(request, said)
        return back(request, incident, reverse("admin:feedback_incidentlink_of", args=[incident.pk]))

    def from_thread(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same for one thread, from its own page."""
        thread = Thread.objects.filter(pk=pk).first()
        if not policies.can_see(request.actor):
            raise PermissionDenied
        given = request.POST.get("incident", "")
        incident = Incident.objects.filter(pk=given).first() if given.isascii() and given.isdigit() else None
        if thread is None or incident is None:
            raise Http404
        act = actions.unlink if request.POST.get("do") == "unlink" else actions.link
        attempt(request, lambda: act(thread=thread, incident=incident, by=request.actor, at=timezone.now()))
        return HttpResponseRedirect(places.thread(thread))


def _linked(count: int) -> str:
    if not count:
        return gettext("Tick the conversations first.")
    return ngettext("%(count)d conversation is linked.", "%(count)d conversations are linked.", count) % {
        "count": count
    }


def _put_aside(count: int) -> str:
    if not count:
        return gettext("Tick the conversations first.")
    many = ngettext("%(count)d conversation is put aside.", "%(count)d conversations are put aside.", count)
    return many % {"count": count}
