from typing import Any

from django.contrib.admin import AdminSite
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.actor import require
from core.web import panels
from core.web.errors import Invalid
from incidents.catalogue import severity
from incidents.catalogue.models import SeverityLevel
from incidents.response import actions, policies
from incidents.response.forms import DeclareForm
from incidents.response.models import Incident


def declare(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """One page: what is known, the classifier's questions, its proposal with reasons, a person's decision.

    The button "suggest" answers with the proposal and keeps what was typed; "declare" declares.
    """
    require(policies.can_declare, request.actor)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and "suggest" not in request.POST and form.is_valid():
        incident = _declared(request, form)
        if incident:
            return HttpResponseRedirect(reverse("admin:room", args=[incident.pk]))
    proposal = _proposal(form) if request.method == "POST" else None
    if "suggest" in request.POST:
        form = _asked_again(request, proposal)
    context = {
        **site.each_context(request),
        "title": _("Declare an incident"),
        "opts": Incident._meta,
        "form": form,
        "proposal": proposal,
        "panels": panels.render_all("declare", request, form=form),
    }
    return TemplateResponse(request, "admin/incidents/declare.html", context)


def _declared(request: HttpRequest, form: DeclareForm) -> Incident | None:
    try:
        return actions.declare(by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Invalid as error:
        for field, messages in error.fields.items():
            form.add_error(field if field in form.fields else None, messages)
    return None


def _asked_again(request: HttpRequest, proposal: dict[str, Any] | None) -> DeclareForm:
    """What was typed, not yet judged; the proposed level is chosen unless a person has chosen one."""
    typed = request.POST.copy()
    if proposal and not typed.get("severity"):
        typed["severity"] = str(proposal["number"])
    form = DeclareForm(typed)
    form._errors = ErrorDict()
    return form


def _proposal(form: DeclareForm) -> dict[str, Any] | None:
    """The level the answers call for, with its reasons and what is still worth finding out."""
    if not form.is_bound:
        return None
    form.is_valid()
    answers = form.cleaned_data.get("answers")
    if not answers:
        return None
    suggestion = severity.suggest(answers)
    level = SeverityLevel.objects.prefetch_related("translations").get(level=suggestion.level)
    return {
        "number": level.pk,
        "level": level.name_in(get_language()),
        "reasons": [severity.explain(reason.criterion) for reason in suggestion.reasons],
        "unknown": [severity.BY_KEY[key].text for key in suggestion.unknown],
    }
