from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web import panels
from incidents.communication.models import Update
from incidents.communication.states import State as UpdateState
from incidents.response.models import Incident
from incidents.room import desk, forms, queries
from incidents.room.verbs import VERBS

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
        "forms": all_forms(incident, bound or {}),
        "failed": next(iter(bound), "") if bound else "",
        "panels": panels.render_all("room", request, incident=incident),
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
    context = {"view": view, "now": at, "forms": all_forms(incident, {}), "live": True}
    return TemplateResponse(request, "admin/room/live.html", context)


def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will be told and who won't: into the room when it asks, else as a page."""
    incident = incident_or_404(request, pk)
    context = {"preview": desk.recipients(incident), "incident": incident, "names": dict(desk.audiences())}
    if request.htmx:
        return TemplateResponse(request, "admin/room/_recipients.html", context)
    context |= admin.site.each_context(request) | {"title": _("Who will be told"), "opts": Incident._meta}
    return TemplateResponse(request, "admin/room/recipients.html", context)
