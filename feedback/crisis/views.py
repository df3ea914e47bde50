"""Pages of the staff interface: a crisis to take, and an incident to declare because of a thread."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web.errors import Conflict, Invalid
from feedback.crisis import actions, forms, policies, queries
from feedback.crisis.models import CrisisCall
from feedback.threads import places
from feedback.threads import policies as threads
from feedback.threads import queries as stories
from feedback.threads.models import Thread


def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _call(request, pk))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """I have it. Too late a yes is told who was first."""
    call = _call(request, pk)
    try:
        actions.confirm(call=call, by=request.actor, at=timezone.now())
    except Conflict as error:
        return _page(request, _call(request, pk), problem=str(error))
    messages.success(request, _("It is yours. The others see it."))
    return HttpResponseRedirect(reverse("admin:feedback_crisis", args=[pk]))


def declare(request: HttpRequest, reference: str) -> HttpResponse:
    """An incident because of this thread: filled in already, so that one press is enough."""
    rows = Thread.objects.select_related("component", "region", "register")
    thread = get_object_or_404(rows, reference=reference)
    if not policies.can_declare(request.actor, thread):
        raise PermissionDenied
    status = 200
    form = forms.DeclareForm(request.POST if request.method == "POST" else None, initial=forms.first(thread))
    if request.method == "POST" and form.is_valid():
        try:
            incident = actions.declare(thread=thread, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Invalid as error:
            for field, texts in error.fields.items():
                form.add_error(field if field in form.fields else None, texts)
        except Conflict as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("%(incident)s is declared.") % {"incident": incident.reference})
            return HttpResponseRedirect(reverse("admin:room", args=[incident.pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("Declare an incident"),
        "thread": thread,
        "back": places.thread(thread),
        "form": form,
        "story": stories.story(thread)[:3],
    }
    return TemplateResponse(request, "admin/crisis/declare.html", context, status=status)


def _call(request: HttpRequest, pk: int) -> CrisisCall:
    call = get_object_or_404(queries.listed(), pk=pk)
    if not threads.can_view(request.actor, call.thread):
        raise PermissionDenied
    return call


def _page(request: HttpRequest, call: CrisisCall, problem: str = "") -> HttpResponse:
    became = queries.incident_of(call.thread)
    waits = call.confirmed_at is None and call.ended_at is None
    context = {
        **admin.site.each_context(request),
        "title": _("Crisis %(reference)s") % {"reference": call.thread.reference},
        "call": call,
        "thread": call.thread,
        "back": places.thread(call.thread),
        "story": stories.story(call.thread)[:3],
        "waits": waits,
        "may_confirm": waits and policies.can_confirm(request.actor, call),
        "became": became,
        "may_declare": became is None and policies.can_declare(request.actor, call.thread),
        "filled": forms.filled(call.thread),
        "problem": problem,
        "now": timezone.now(),
    }
    return TemplateResponse(request, "admin/crisis/call.html", context, status=409 if problem else 200)
