"""What the loop's staff pages begin and end with."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.web.errors import Conflict, Invalid
from feedback.loop import policies
from incidents.response.models import Incident

MOST = 500  # ticked at once


def incident_or_404(request: HttpRequest, pk: int) -> Incident:
    """For whoever listens to customers and may see incidents."""
    if not policies.can_see(request.actor) or not request.actor.may("incidents.view_incident"):
        raise PermissionDenied
    found = Incident.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def attempt(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Do it; what stands against it is said. None then; a refusal travels (403, logged)."""
    try:
        return act()
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
        return None


def back(request: HttpRequest, incident: Incident, otherwise: str) -> HttpResponse:
    """To where it was pressed."""
    if request.POST.get("from") == "room":
        return HttpResponseRedirect(reverse("admin:room", args=[incident.pk]) + "#panel-customers")
    return HttpResponseRedirect(otherwise)


def ticked(request: HttpRequest) -> list[int]:
    """The threads whose boxes are ticked."""
    return [int(pk) for pk in request.POST.getlist("thread")[:MOST] if pk.isascii() and pk.isdigit() and len(pk) < 19]
