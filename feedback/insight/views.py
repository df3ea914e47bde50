"""The whole of feedback on one page of the staff interface, and its rows to take away."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from feedback.insight import actions, forms, pictures, policies, queries
from feedback.insight.actions import Form
from feedback.insight.measures import FEWEST, Figures, Report
from feedback.threads import places
from feedback.threads.api.filters import ThreadFilter
from feedback.threads.models import Thread

TYPES = {Form.CSV: "text/csv; charset=utf-8", Form.JSON: "application/json"}
PERIODS = (7, 30, 90, 365)


@dataclass(frozen=True, slots=True)
class Line:
    """Figures with the addresses of the conversations behind each."""

    label: str
    figures: Figures
    links: dict[str, str]


def show(request: HttpRequest) -> HttpResponse:
    if not policies.can_measure(request.actor):
        raise PermissionDenied
    today = forms.today()
    form = forms.MeasuresForm(request.GET, today=today)
    context = {
        **admin.site.each_context(request),
        "title": _("Feedback in figures"),
        "form": form,
        "periods": [(days, urlencode(_recent(request, today, days))) for days in PERIODS],
    }
    if form.is_valid():
        context |= _figures(request, form)
    return TemplateResponse(request, "admin/insight/measures.html", context)


def export(request: HttpRequest, shape: str) -> HttpResponseBase:
    """The conversations the page speaks of, as CSV or JSON."""
    form = forms.MeasuresForm(request.GET, today=forms.today())
    if not policies.can_export(request.actor) or not form.is_valid():
        raise PermissionDenied
    asked = _asked(form)
    rows = queries.counted(ThreadFilter(asked, queryset=Thread.objects.all()).qs)
    lines = actions.export(threads=rows, form=shape, asked=asked, by=request.actor, at=timezone.now())
    name = f"feedback-{form.cleaned_data['since']}-{form.cleaned_data['until']}.{shape}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type=TYPES[Form(shape)], headers=headers)


def _figures(request: HttpRequest, form: forms.MeasuresForm) -> dict[str, Any]:
    since, until = form.period(timezone.get_current_timezone())
    narrowed, by = form.narrowed(), form.cleaned_data["by"]
    rows = ThreadFilter(narrowed, queryset=Thread.objects.all()).qs
    report = queries.report(rows, by=by, since=since, until=until, at=timezone.now())
    asked = _asked(form)
    groups = [
        Line(each.label, each.figures, _links({**asked, by: each.value or ("none" if by == "register" else "")}))
        for each in report.groups
    ]
    query = urlencode({name: value for name, value in request.GET.items() if value})
    return {
        "report": report,
        "total": Line(_("All"), report.total, _links(asked)),
        "groups": groups,
        "by": forms.BY[by],
        "bars": _bars(report),
        "bands": pictures.bands([(each.label, each.figures) for each in report.groups]),
        "fewest": FEWEST,
        "exports": [
            (shape.upper(), f"{reverse('admin:feedback_measures_export', args=[shape])}?{query}") for shape in Form
        ]
        if policies.can_export(request.actor)
        else [],
    }


def _bars(report: Report) -> pictures.Bars | None:
    if not report.has_trend:
        return None
    dates = [formats.date_format(each.on, "SHORT_DATE_FORMAT") for each in report.trend]
    return pictures.bars(report.trend, dates=dates)


def _asked(form: forms.MeasuresForm) -> dict[str, str]:
    """The page's conversations as the threads API and the inbox ask for them."""
    since, until = form.period(timezone.get_current_timezone())
    return {**form.narrowed(), "created_after": since.isoformat(), "created_before": until.isoformat()}


def _links(asked: dict[str, str]) -> dict[str, str]:
    """One address for each figure."""
    found = {
        "received": places.inbox(**asked),
        "waiting": places.inbox(**asked, awaits_human="true"),
        "overdue": places.inbox(**asked, overdue="true"),
    }
    for target in ("acknowledge", "answer", "resolve"):
        found[f"{target}_met"] = places.inbox(**asked, met=target)
        found[f"{target}_missed"] = places.inbox(**asked, missed=target)
    return found


def _recent(request: HttpRequest, today: Any, days: int) -> dict[str, str]:
    kept = {name: value for name, value in request.GET.items() if name not in ("since", "until") and value}
    return {**kept, "since": str(today - timedelta(days=days - 1)), "until": str(today)}
