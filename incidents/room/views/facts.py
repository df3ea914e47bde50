from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web.errors import Conflict, Invalid
from incidents.communication import actions as communication
from incidents.facts import actions as facts
from incidents.facts.forms import AnswerForm, AskForm, RetractForm
from incidents.response.models import Incident
from incidents.room import ledger
from incidents.room.forms.facts import CorrectForm, PublishableForm, RewordForm
from incidents.room.views import page


def show(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One question: its answer, how it came about, and everything one may do about it."""
    incident = page.incident_or_404(request, pk)
    return _render(request, incident, key)


def _render(
    request: HttpRequest, incident: Incident, key: str, *, status: int = 200, bound: Mapping[str, Any] | None = None
) -> HttpResponse:
    view = ledger.fact(incident, key, request.actor, bound=bound)
    if view is None:
        raise Http404
    context = {"view": view, "incident": incident, "now": timezone.now(), "failed": next(iter(bound or {}), "")}
    if request.htmx:
        return TemplateResponse(request, "admin/room/_fact_form.html", {**context, "row": view.row}, status=status)
    context |= admin.site.each_context(request) | {"title": view.row.line.item.label, "opts": Incident._meta}
    return TemplateResponse(request, "admin/room/fact.html", context, status=status)


@require_POST
def do(request: HttpRequest, pk: int, key: str, verb: str) -> HttpResponse:
    """Answer, withdraw, ask, reword, hold back, or draft a correction; what was typed is never lost."""
    if verb not in _VERBS:
        raise Http404
    incident = page.incident_or_404(request, pk)
    line = ledger.read(incident)[0].line(key)
    if line is None:
        raise Http404
    form = _form(request, incident, verb, line)
    status = _attempt(request, incident, key, verb, form)
    if status == 200:
        return HttpResponseRedirect(reverse("admin:room", args=[pk]) + f"#fact-{key}")
    if status == 303:
        draft = form.draft.pk
        return HttpResponseRedirect(reverse("admin:room", args=[pk]) + f"?update={draft}#say")
    return _render(request, incident, key, status=status, bound={verb: form})


def _form(request: HttpRequest, incident: Incident, verb: str, line: Any) -> Any:
    if verb == "answer":
        return ledger.answer_form(line, ledger.rights_of(incident, request.actor), request.POST)
    return _VERBS[verb](request.POST)


def _attempt(request: HttpRequest, incident: Incident, key: str, verb: str, form: Any) -> int:
    """200 when done, 303 when a draft is to be opened; else 400 or 409, with the reason in the form."""
    if not form.is_valid():
        return 400
    given = {"incident": incident, "key": key, "by": request.actor, "at": timezone.now()}
    try:
        messages.success(request, _RUN[verb](form, given))
    except Invalid as error:
        for name, texts in error.fields.items():
            field = form.field_of(name) if isinstance(form, AnswerForm) else name
            form.add_error(field if field in form.fields else None, texts)
        return 400
    except Conflict as error:
        form.add_error(None, str(error))
        return 409
    return 303 if verb == "correct" else 200


_VERBS: dict[str, type[forms.Form]] = {
    "answer": AnswerForm,
    "retract": RetractForm,
    "ask": AskForm,
    "reword": RewordForm,
    "publishable": PublishableForm,
    "correct": CorrectForm,
}


def _answer(form: AnswerForm, given: dict[str, Any]) -> str:
    facts.answer(**given, **form.cleaned_data)
    return _("Noted, with your name and the time.")


def _retract(form: RetractForm, given: dict[str, Any]) -> str:
    facts.retract(**given, **form.cleaned_data)
    return _("The answer is withdrawn.")


def _ask(form: AskForm, given: dict[str, Any]) -> str:
    data = form.cleaned_data
    due_at = given["at"] + timedelta(minutes=data["minutes"])
    row = facts.ask(
        **given, due_at=due_at, user=data["user"], role=data["role"], group=data["group"], note=data["note"]
    )
    return _("Asked: %(who)s.") % {"who": row.to}


def _reword(form: RewordForm, given: dict[str, Any]) -> str:
    facts.reword(**given, texts=form.texts(), expected=form.cleaned_data["expected"])
    return _("The words are changed; the fact is the same.")


def _publishable(form: PublishableForm, given: dict[str, Any]) -> str:
    row = facts.mark_publishable(**given, publishable=form.cleaned_data["publishable"])
    return _("Messages may say it.") if row.publishable else _("Held back: no message can say it.")


def _correct(form: CorrectForm, given: dict[str, Any]) -> str:
    incident = given.pop("incident")
    update = incident.updates.published().filter(pk=form.cleaned_data["update"]).first()
    if update is None:
        raise Invalid({"update": [_("There is no such update.")]})
    form.draft = communication.prepare_correction(update=update, **given)
    return _("The correction is drafted. Read it, then publish it.")


_RUN = {
    "answer": _answer,
    "retract": _retract,
    "ask": _ask,
    "reword": _reword,
    "publishable": _publishable,
    "correct": _correct,
}
