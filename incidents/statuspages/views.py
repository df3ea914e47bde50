"""The public pages on a miss: what the pre-rendered set does not hold, or before there is one."""

from datetime import date, datetime, timedelta

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from core.text.translations import Language
from incidents.response.models import Incident
from incidents.statuspages import badge, calendar, doors, feeds, keys, queries, rendering, snapshot, v2, widget
from incidents.statuspages.models import StatusPage
from incidents.statuspages.page import Page

COOKIE_LASTS = timedelta(days=180)
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
    return _shared(HttpResponse(badge.svg(_whole(request)), content_type=snapshot.SVG), request)


@require_safe
def component_badge(request: HttpRequest, public_id: str) -> HttpResponse:
    page = _whole(request)
    line = next((each for each in badge.components(page) if each.public_id == public_id), None)
    if line is None:
        raise Http404
    return _shared(
        HttpResponse(badge.drawn(line.name.text, line.status, page.language), content_type=snapshot.SVG), request
    )


@require_safe
def widget_document(request: HttpRequest) -> HttpResponse:
    _refuse_private(request)
    return _shared(HttpResponse(v2.encode(widget.document(_whole(request))), content_type=snapshot.JSON), request)


@require_safe
def widget_script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(snapshot.widget_script(), content_type=snapshot.JS)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest) -> HttpResponse:
    _refuse_private(request)
    page = _whole(request)
    return HttpResponse(widget.framed(page, rendering.version(page)))


@require_safe
def statuspage_v2(request: HttpRequest, name: str) -> HttpResponse:
    document = v2.ENDPOINTS.get(f"/api/v2/{name}")
    if document is None:
        raise Http404
    return _shared(
        HttpResponse(v2.encode(document(_whole(request, own_language=True))), content_type=snapshot.JSON), request
    )


@require_safe
def let_in(request: HttpRequest, token: str) -> HttpResponse:
    """A link to a private page becomes a cookie of its host. Nothing is written: it may be opened again."""
    statuspage = request.door.page
    if not statuspage.is_private or not keys.opens(statuspage, token, at=timezone.now()):
        raise Http404
    answer = redirect(f"{request.META.get('SCRIPT_NAME', '')}/")
    answer.set_cookie(
        doors.COOKIE,
        token,
        expires=keys.until(token) or timezone.now() + COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    answer["Cache-Control"], answer["Referrer-Policy"] = "private, no-store", "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _refuse_private(request: HttpRequest) -> None:
    """A private page stands on no other page, whoever looks."""
    if request.door.page.is_private:
        raise Http404


def _shared(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """What a public page says may be read by other people's pages."""
    if not request.door.page.is_private:
        answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _whole(request: HttpRequest, *, own_language: bool = False) -> Page:
    statuspage: StatusPage = request.door.page
    source = queries.load(timezone.now(), private=statuspage if statuspage.is_private else None)
    return queries.page_from(source, statuspage, statuspage.language if own_language else _language(request))


def _some(request: HttpRequest, **which: object) -> Page:
    """A page that holds only the chosen public incidents."""
    statuspage: StatusPage = request.door.page
    chosen = Incident.objects.filter(**which)
    source = queries.load_some(timezone.now(), chosen, private=statuspage if statuspage.is_private else None)
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
