from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web import panels
from incidents.communication import delays
from incidents.communication.models import Update
from incidents.communication.states import State as UpdateState
from incidents.response import queries as response
from incidents.response.models import Incident
from incidents.room import actions, desk, forms, queries
from incidents.room.verbs import VERBS
from incidents.wording import queries as rules

Bound = dict[str, forms.RoomForm]


def incident_or_404(request: HttpRequest, pk: int) -> Incident:
    if not request.actor.may("incidents.view_incident"):
        raise PermissionDenied
    found = queries.incident(pk)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, pk: int) -> HttpResponse:
    return render_room(request, incident_or_404(request, pk))


def open_form(request: HttpRequest, incident: Incident, drafts: tuple[Update, ...], at: datetime) -> forms.UpdateForm:
    """The draft the address names, else one's own latest, else the newest, else an empty form."""
    asked, corrects = request.GET.get("update", ""), request.GET.get("corrects", "")
    draft = None
    if asked:
        draft = next((each for each in drafts if str(each.pk) == asked), None)
    elif "new" not in request.GET and not corrects:
        draft = queries.to_open(drafts, request.actor)
    if draft:
        draft.incident = incident
    wrong = desk.with_words(incident, int(corrects), UpdateState.PUBLISHED) if corrects.isdigit() else None
    return desk.fresh(incident, draft=draft, corrects=wrong, slot=request.GET.get("slot", ""), at=at)


def render_room(
    request: HttpRequest,
    incident: Incident,
    *,
    bound: Bound | None = None,
    table: desk.Desk | None = None,
    touch: forms.TouchForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The room; `bound` are forms that come back with what was typed and what is wrong."""
    at = timezone.now()
    view = queries.view(incident, request.actor, at)
    context = {
        **admin.site.each_context(request),
        "title": f"{incident.reference} {incident.title}",
        "opts": Incident._meta,
        "view": view,
        "now": at,
        "desk": table or desk.desk(incident, open_form(request, incident, view.drafts, at), at=at, touch=touch),
        "kinds": desk.channel_kinds(),
        "templates": desk.templates(incident) if view.rights.draft and incident.is_open else [],
        "forms": all_forms(incident, bound or {}),
        "failed": next(iter(bound), "") if bound else "",
        "form_errors": [form for verb, form in (bound or {}).items() if VERBS[verb].section == "decisions"],
        "panels": panels.render_all("room", request, incident=incident),
        "others": queries.others(incident, request.actor, at),
        **more,
    }
    return TemplateResponse(request, "admin/room/room.html", context, status=status)


def all_forms(incident: Incident, bound: Bound) -> Bound:
    return {name.replace("-", "_"): bound.get(name) or verb.form(incident=incident) for name, verb in VERBS.items()}


def live(request: HttpRequest, pk: int) -> HttpResponse:
    """What has changed since `seen`: nothing (204), or the parts that others may change."""
    incident = incident_or_404(request, pk)
    if request.GET.get("seen") == queries.stamp(incident):
        return HttpResponse(status=204)
    at = timezone.now()
    view = queries.view(incident, request.actor, at)
    context = {
        "view": view,
        "now": at,
        "forms": all_forms(incident, {}),
        "live": True,
        "publishing": request.GET.get("publishing") == "1",  # the button is there
        "panels": panels.render_all("room", request, incident=incident),
        "there": request.GET.get("panels", "").split(","),
    }
    return TemplateResponse(request, "admin/room/live.html", context)


@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one is here, and with what; who else is."""
    incident = incident_or_404(request, pk)
    at = timezone.now()
    actions.be_here(incident=incident, by=request.actor, at=at, doing=request.POST.get("doing", ""))
    context = {"others": queries.others(incident, request.actor, at), "incident": incident}
    return TemplateResponse(request, "admin/room/_here.html", context)


def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story, a page at a time; `before` is the moment and number of the last line seen."""
    incident = incident_or_404(request, pk)
    older_than = earlier(request.GET.get("before", ""))
    context = {
        **admin.site.each_context(request),
        "title": _("Timeline"),
        "opts": Incident._meta,
        "incident": incident,
        "timeline": response.timeline(incident, older_than=older_than),
        "from_the_top": older_than is None,
    }
    return TemplateResponse(request, "admin/room/timeline.html", context)


def decided(request: HttpRequest, pk: int) -> HttpResponse:
    """Every decision about this incident, and how long it took."""
    incident = incident_or_404(request, pk)
    context = admin.site.each_context(request) | {"incident": incident, "title": _("Decisions")}
    context |= {"decisions": delays.of(incident), "opts": Incident._meta, "now": timezone.now()}
    return TemplateResponse(request, "admin/room/decided.html", context)


def earlier(given: str) -> tuple[datetime, int] | None:
    """From "2026-03-02T12:00:00+00:00_17"; anything else is the beginning."""
    moment, _line, number = given.rpartition("_")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), int(number)
    except ValueError:
        return None


def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will be told and who won't: into the room when it asks, else as a page."""
    incident = incident_or_404(request, pk)
    context = {"preview": desk.recipients(incident), "incident": incident, "names": dict(desk.audiences())}
    if request.htmx:
        return TemplateResponse(request, "admin/room/_recipients.html", context)
    context |= admin.site.each_context(request) | {"title": _("Who will be told"), "opts": Incident._meta}
    return TemplateResponse(request, "admin/room/recipients.html", context)


def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """What the linter looks for, with examples: guidelines stand where the work is done (practice P6)."""
    incident = incident_or_404(request, pk)
    context = admin.site.each_context(request) | {"incident": incident, "title": _("What makes a good message")}
    context |= {"advice": rules.advice(), "opts": Incident._meta}
    return TemplateResponse(request, "admin/room/wording.html", context)
