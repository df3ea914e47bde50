"""The public pages on a miss: what the pre-rendered set does not hold, or before there is one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.response.models import Incident
from incidents.statuspages import queries, rendering
from incidents.statuspages.page import Page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    source = queries.load(timezone.now())
    page = queries.page_from(source, queries.for_host(source.statuspages, request.get_host()), request.LANGUAGE_CODE)
    return HttpResponse(rendering.home(page))


@require_safe
def incident(request: HttpRequest, reference: str) -> HttpResponse:
    page = _some(request, reference=reference)
    if not page.recent:
        raise Http404
    return HttpResponse(rendering.incident(page, page.recent[0]))


def _some(request: HttpRequest, **which: object) -> Page:
    """A page that holds only the chosen public incidents."""
    source = queries.load_some(timezone.now(), Incident.objects.filter(**which))
    return queries.page_from(source, queries.for_host(source.statuspages, request.get_host()), request.LANGUAGE_CODE)
