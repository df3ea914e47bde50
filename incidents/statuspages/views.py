"""The public pages on a miss: what the pre-rendered set does not hold, or before there is one."""

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from core.text.translations import Language
from incidents.response.models import Incident
from incidents.statuspages import badge, calendar, feeds, queries, rendering, snapshot, v2
from incidents.statuspages.models import StatusPage
from incidents.statuspages.page import Page

MONTH = timedelta(days=40)  # maintenance is declared before it starts, trouble sometimes after

FEEDS = {
    "atom": (feeds.atom, snapshot.ATOM),
    "rss": (feeds.rss, snapshot.RSS),
    "ics": (calendar.ics, snapshot.ICS),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    page = _whole(request)
    return HttpResponse(rendering.home(page, rendering.version(page)))


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    page = _whole(request)
    return HttpResponse(rendering.live(page, rendering.version(page)), content_type=snapshot.JSON)


@require_safe
def incident(request: HttpRequest, reference: str) -> HttpResponse:
    page = _some(request, reference=reference)
    if not page.recent:
        raise Http404
    return HttpResponse(rendering.incident(page, page.recent[0]))


@require_safe
def history(request: HttpRequest, month: date | None = None) -> HttpResponse:
    now = timezone.now()
    first = month or now.date().replace(day=1)
    if first > (now + timedelta(days=1)).date():
        raise Http404
    start = datetime(first.year, first.month, 1, tzinfo=timezone.get_default_timezone())
    page = _some(request, declared_at__gte=start - MONTH, declared_at__lt=start + 2 * MONTH)
    earlier = Incident.objects.public().filter(declared_at__lt=start).exists()
    path = f"/history/{first:%Y-%m}/" if month else "/history/"
    return HttpResponse(rendering.history(page, first, path, earlier=earlier))


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    write, content_type = FEEDS[kind]
    page = _whole(request, own_language=not request.META.get("SCRIPT_NAME"))
    with translation.override(page.language):
        return HttpResponse(write(page), content_type=content_type)


@require_safe
def badge_svg(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(badge.svg(_whole(request)), content_type=snapshot.SVG)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def statuspage_v2(request: HttpRequest, name: str) -> HttpResponse:
    document = v2.ENDPOINTS.get(f"/api/v2/{name}")
    if document is None:
        raise Http404
    answer = HttpResponse(v2.encode(document(_whole(request, own_language=True))), content_type=snapshot.JSON)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _whole(request: HttpRequest, *, own_language: bool = False) -> Page:
    source = queries.load(timezone.now())
    statuspage = queries.for_host(source.statuspages, request.get_host())
    return queries.page_from(source, statuspage, statuspage.language if own_language else _language(request))


def _some(request: HttpRequest, **which: object) -> Page:
    """A page that holds only the chosen public incidents."""
    source = queries.load_some(timezone.now(), Incident.objects.filter(**which))
    statuspage: StatusPage = queries.for_host(source.statuspages, request.get_host())
    return queries.page_from(source, statuspage, _language(request))


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE if request.LANGUAGE_CODE in Language.values else Language.ENGLISH.value


class MonthConverter:
    """2026-03 in an address."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"
