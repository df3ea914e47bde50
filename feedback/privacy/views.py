"""What we keep of a person: looked up, given out, and made anonymous, on pages of the staff interface.

An address never stands in a URL: those are logged and remembered. So everything here is a POST.
"""

import io
import json
import zipfile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.web.errors import Invalid
from feedback.privacy import actions, forms, policies, queries
from feedback.privacy.models import Anonymisation

SHOWN = 10


@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Ask for whom; say what there is of them, and what may be done."""
    _allowed(request)
    form = forms.WhoForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "jobs": Anonymisation.objects.order_by("-asked_at", "-pk")[:SHOWN]}
    if form.is_valid():
        context |= _kept(form.cleaned_data["who"])
    return _page(request, "admin/privacy/person.html", _("What we keep of a person"), context)


@never_cache
def export(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    form = forms.WhoForm(request.POST or None)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("admin:feedback_person"))
    data = actions.export(who=form.cleaned_data["who"], by=request.actor, at=timezone.now())
    if request.POST.get("as") == "zip":
        body, kind, name = _zipped(data), "application/zip", "person.zip"
    else:
        body, kind, name = json.dumps(data, ensure_ascii=False, indent=1).encode(), "application/json", "person.json"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
def anonymise(request: HttpRequest) -> HttpResponse:
    """Say once more what it does to how many rows; only with the box ticked it is done."""
    _allowed(request)
    who = request.POST.get("who", "").strip()
    if not who:
        return HttpResponseRedirect(reverse("admin:feedback_person"))
    kept = _kept(who)
    confirmed = "confirm" in request.POST
    form = forms.SureForm(request.POST if confirmed else None, initial={"who": who, "threads": kept["threads"]})
    if confirmed and form.is_valid():
        try:
            actions.anonymise(who=who, expected=form.cleaned_data["threads"], by=request.actor, at=timezone.now())
        except Invalid as error:
            form = forms.SureForm(None, initial={"who": who, "threads": kept["threads"]})
            kept["problem"] = " ".join(text for texts in error.fields.values() for text in texts)
        else:
            messages.success(request, _("They are being made anonymous. The counts stay."))
            return HttpResponseRedirect(reverse("admin:feedback_person"))
    return _page(request, "admin/privacy/anonymise.html", _("Make a person anonymous"), {"sure": form, **kept})


def _allowed(request: HttpRequest) -> None:
    if not policies.can_handle(request.actor):
        raise PermissionDenied


def _kept(who: str) -> dict[str, Any]:
    person, pks = queries.person_of(who)
    found = [part.label(count) for part, count in queries.counts(person, pks)]
    return {"who": who, "threads": len(pks), "found": found, "asked": True}


def _page(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), "title": title, **context})


def _zipped(data: dict[str, Any]) -> bytes:
    """One file a table."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in data.items():
            archive.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
    return file.getvalue()
