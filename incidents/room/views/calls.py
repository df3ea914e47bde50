"""The page a call for a role leads to: yes or no with one press, the room one link away.

Behind the staff login like everything here: the role's rights are worth more than a mailbox.
"""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web.errors import Conflict
from incidents.response import actions as response
from incidents.response import clocks, policies
from incidents.response.models import Incident, RoleCall
from incidents.room.views import page


def show(request: HttpRequest, pk: int, call: int) -> HttpResponse:
    incident = page.incident_or_404(request, pk)
    return _page(request, incident, _call(incident, call))


@require_POST
def answer(request: HttpRequest, pk: int, call: int) -> HttpResponse:
    """Yes: the role is mine and I am in the room. Too late a yes is told why."""
    incident = page.incident_or_404(request, pk)
    wanted = _call(incident, call)
    try:
        response.answer(call=wanted, by=request.actor, at=timezone.now())
    except Conflict as error:
        return _page(request, incident, _call(incident, call), problem=str(error))
    messages.success(request, _("The role is yours."))
    return HttpResponseRedirect(reverse("admin:room", args=[pk]))


@require_POST
def decline(request: HttpRequest, pk: int, call: int) -> HttpResponse:
    """No: the call passes on at once, and the page says so."""
    incident = page.incident_or_404(request, pk)
    role = _call(incident, call).role
    try:
        response.decline_call(incident=incident, role=role, by=request.actor, at=timezone.now())
    except Conflict as error:
        return _page(request, incident, _call(incident, call), problem=str(error))
    messages.success(request, _("Thank you for saying so. The call has passed on."))
    return HttpResponseRedirect(reverse("admin:room_call", args=[pk, call]))


def _call(incident: Incident, pk: int) -> RoleCall:
    row = incident.calls.select_related("user", "passed_on_to__user").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.incident = incident
    return row


def _page(request: HttpRequest, incident: Incident, call: RoleCall, problem: str = "") -> HttpResponse:
    waits = call.answered_at is None and call.ended_at is None and incident.is_open
    context = {
        **admin.site.each_context(request),
        "title": _("Called: %(role)s") % {"role": call.get_role_display()},
        "opts": Incident._meta,
        "incident": incident,
        "call": call,
        "level": clocks.rated(incident),
        "waits": waits,
        "may_answer": (waits or call.end == "lapsed") and policies.can_answer(request.actor, call),
        "may_decline": waits and policies.can_decline(request.actor, call),
        "problem": problem,
        "now": timezone.now(),
    }
    return TemplateResponse(request, "admin/room/call.html", context, status=409 if problem else 200)
