"""Writing the draft: rows of fields beside the picture they make, which redraws as one types."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.actor import require
from core.web.errors import Conflict
from incidents.playbooks import actions, picture, policies, queries
from incidents.playbooks.flow import Finding
from incidents.playbooks.forms import ChartForm, HeadingForm
from incidents.playbooks.models import Playbook
from incidents.playbooks.views.showing import page, playbook_or_404, preview_title


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET opens the draft, or offers to begin one; POST changes rows, and with do=save keeps them."""
    playbook = playbook_or_404(request, pk)
    require(policies.can_draft, request.actor, playbook)
    draft = queries.draft(playbook)
    if request.method == "POST" and request.POST.get("do") == "begin":
        actions.begin_draft(playbook=playbook, by=request.actor, at=timezone.now())
        return HttpResponseRedirect(reverse("admin:playbook_edit", args=[pk]))
    if draft is None:
        return HttpResponseRedirect(reverse("admin:incidents_playbook_change", args=[pk]))
    if request.method != "POST":
        heading = HeadingForm(initial=HeadingForm.of(playbook, draft))
        return _render(request, playbook, heading, ChartForm.of(draft.flow))
    chart = ChartForm.typed(request.POST)
    if request.POST.get("do") != "save":
        return _render(request, playbook, HeadingForm(initial=_typed(request)), chart)
    heading = HeadingForm(request.POST)
    if heading.is_valid() and not chart.problems and _save(request, playbook, heading, chart):
        messages.success(request, _("Draft saved."))
        return HttpResponseRedirect(reverse("admin:playbook_edit", args=[pk]))
    return _render(request, playbook, heading, chart, status=422, failed=True)


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture and the findings of what is typed just now; keeps nothing."""
    playbook = playbook_or_404(request, pk)
    require(policies.can_draft, request.actor, playbook)
    chart = ChartForm.typed(request.POST)
    return TemplateResponse(
        request, "admin/playbooks/_live.html", {**_drawn(playbook, chart), "playbook": playbook, "oob": True}
    )


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The heading as it was typed, unjudged: a button of a row was pressed, nobody saves yet."""
    found: dict[str, Any] = dict(request.POST.items())
    return found | {"components": request.POST.getlist("components")}


def _save(request: HttpRequest, playbook: Playbook, heading: HeadingForm, chart: ChartForm) -> bool:
    """All or nothing; False leaves the reason at the form."""
    data, by, at = heading.cleaned_data, request.actor, timezone.now()
    try:
        with transaction.atomic():
            actions.save_draft(
                playbook=playbook,
                flow=chart.flow,
                revision=data["revision"],
                basis=data["basis"],
                note=data["note"],
                by=by,
                at=at,
            )
            wanted = {
                "title": heading.texts("title"),
                "purpose": heading.texts("purpose"),
                "components": tuple(sorted(component.slug for component in data["components"])),
                "symptoms": data["symptoms"],
            }
            if queries.heading(playbook) != wanted:
                actions.describe(playbook=playbook, by=by, at=at, **wanted)
    except Conflict as error:
        heading.add_error(None, str(error))
        return False
    return True


def _drawn(playbook: Playbook, chart: ChartForm) -> dict[str, Any]:
    found = queries.findings(playbook, chart.flow)
    at_node: dict[str, list[Finding]] = {}
    for finding in found:
        at_node.setdefault(finding.node, []).append(finding)
    rows = chart.forms
    for row in rows:
        row["findings"] = at_node.get(row["row"]["key"].strip(), [])
        row["is_open"] |= any(not finding.is_warning for finding in row["findings"])
    language = get_language() or "en"
    return {
        "rows": rows,
        "keys": chart.keys,
        "findings": found,
        "errors": [finding for finding in found if not finding.is_warning],
        "problems": chart.problems,
        "whole": at_node.get("", []),
        "chart": picture.draw(chart.flow, language, title=preview_title(playbook), findings=found),
    }


def _render(
    request: HttpRequest, playbook: Playbook, heading: HeadingForm, chart: ChartForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = page(request, playbook, _("Edit the draft"), heading=heading, **_drawn(playbook, chart), **more)
    context["known"] = queries.names(playbook.slug)
    return TemplateResponse(request, "admin/playbooks/edit.html", context, status=status)
