"""The page where one conversation is read and answered; the inbox shows the same inside its split view."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.actor import require
from core.web import panels
from core.web.errors import Conflict, Invalid
from feedback.answering import actions as answering
from feedback.answering import queries as words
from feedback.desk import thread_hints, thread_story
from feedback.desk.thread_forms import AnswerForm, ShowForm, SortForm, ToForm
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.models import Thread
from feedback.threads.states import Kind

Bound = dict[str, Any]


def thread_or_404(request: HttpRequest, reference: str) -> Thread:
    found = thread_story.thread(reference)
    if not request.actor.may(policies.VIEW):
        raise PermissionDenied
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, reference: str) -> HttpResponse:
    return render(request, thread_or_404(request, reference))


def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The same without the page around it, for the inbox's split view."""
    return render(request, thread_or_404(request, reference), template="admin/feedback/thread/_thread.html")


def render(
    request: HttpRequest,
    thread: Thread,
    *,
    bound: Bound | None = None,
    look: thread_hints.Look | None = None,
    since: int | None = None,
    status: int = 200,
    template: str = "admin/feedback/thread/page.html",
) -> HttpResponse:
    """The conversation; `bound` are forms that come back with what was typed and what is wrong with it."""
    context = whole(request, thread, bound or {}, since, timezone.now())
    context |= {"look": look, "failed": next(iter(bound or {}), "")}
    if template.endswith("page.html"):
        context |= admin.site.each_context(request) | {"title": str(thread), "opts": Thread._meta}
    return TemplateResponse(request, template, context, status=status)


def whole(request: HttpRequest, thread: Thread, bound: Bound, since: int | None, at: datetime) -> dict[str, Any]:
    view = thread_story.view(thread, request.actor, at, since=since)
    return {
        "view": view,
        "thread": thread,
        "now": at,
        "back": back(request),
        "form": bound.get("answer") or AnswerForm.fresh(thread, view.draft, view.last),
        "sort": bound.get("sort") or SortForm(thread=thread),
        "to": bound.get("assign") or ToForm(thread=thread),
        "show": ShowForm(),
        "panels": panels.render_all("thread", request, thread=thread),
        "meanwhile": thread_story.said_meanwhile(view.lines),
    }


def back(request: HttpRequest) -> str:
    """Where the reader came from (the inbox with its filters), if it is a page of ours."""
    asked = request.POST.get("back") or request.GET.get("back", "")
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None) else ""


def to_page(request: HttpRequest, thread: Thread, section: str = "") -> HttpResponse:
    if section == "" and (asked := back(request)):
        return HttpResponseRedirect(asked)
    address = reverse("thread_page", args=[thread.reference])
    return HttpResponseRedirect(f"{address}#{section}" if section else address)


def live(request: HttpRequest, reference: str) -> HttpResponse:
    """What others have changed since `stamp`: nothing (204), or the story and the head anew."""
    thread = thread_or_404(request, reference)
    if request.GET.get("stamp") == thread_story.stamp_of(thread):
        return HttpResponse(status=204)
    seen = request.GET.get("seen", "")
    since = int(seen) if seen.isdecimal() and len(seen) < 19 else None
    view = thread_story.view(thread, request.actor, at := timezone.now(), since=since)
    context = {"view": view, "thread": thread, "now": at, "meanwhile": thread_story.said_meanwhile(view.lines)}
    return TemplateResponse(request, "admin/feedback/thread/live.html", context | {"since": since or 0})


@require_POST
def here(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one is here, and whether one writes; who else is."""
    thread = thread_or_404(request, reference)
    at = timezone.now()
    answering.be_here(thread=thread, doing=request.POST.get("doing", ""), by=request.actor, at=at)
    present = words.present([thread], at, but=request.actor.user_id).get(thread.pk, [])
    return TemplateResponse(request, "admin/feedback/thread/_here.html", {"present": present})


@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what is typed, then do what the pressed button says; nothing typed is ever lost."""
    thread = thread_or_404(request, reference)
    wanted, at = request.POST.get("do", "save"), timezone.now()
    require(policies.can_note, request.actor, thread)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return again(request, thread, form, status=400)
    draft = form.draft()
    if wanted == "autosave" and words.was_said(thread, draft["text"], request.actor.user_id):
        return HttpResponse(status=204)  # it crossed the sending of these very words
    if wanted == "canned":
        draft = begun(request, thread, form, draft, at)
    try:
        answering.keep_draft(thread=thread, by=request.actor, at=at, **draft)
        if wanted == "send":
            send(request, thread, form, at)
            return to_page(request, thread)
    except Invalid as error:
        for name, texts in error.fields.items():
            form.add_error(name if name in form.fields else None, texts)
        return again(request, thread, form, status=400)
    except Conflict as error:
        form.add_error(None, str(error))
        return again(request, thread, form, status=409)
    if request.htmx or wanted == "look":
        return looked_at(request, thread, form, at)
    return to_page(request, thread, "answer")


def begun(request: HttpRequest, thread: Thread, form: AnswerForm, draft: Bound, at: datetime) -> Bound:
    """The chosen canned reply after what stands there already."""
    chosen = next((row for row in words.offered(thread) if row.key == form.cleaned_data["canned"]), None)
    if chosen is None:
        return draft
    text = words.begun(chosen, thread, by=request.actor, at=at)
    there = draft["text"].strip()
    return draft | {"text": f"{there}\n\n{text}" if there else text, "canned": chosen}


def send(request: HttpRequest, thread: Thread, form: AnswerForm, at: datetime) -> None:
    given = form.cleaned_data
    if given["kind"] == Kind.NOTE:
        threads.note(thread=thread, text=given["text"], by=request.actor, at=at)
        answering.drop_draft(thread=thread, by=request.actor, at=at)
        messages.success(request, _("Noted, for colleagues alone."))
        return
    draft = form.draft()
    answering.reply(thread=thread, seen=given["seen"], by=request.actor, at=at, **draft)
    messages.success(request, _("Sent to %(name)s.") % {"name": thread_story.customer(thread).name})


def again(request: HttpRequest, thread: Thread, form: AnswerForm, *, status: int) -> HttpResponse:
    """The page with what was typed, what is wrong with it, and what was said meanwhile marked as new."""
    if request.htmx:
        problem = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return TemplateResponse(request, "admin/feedback/thread/_saved.html", {"problem": problem})
    seen = form.cleaned_data.get("seen") if hasattr(form, "cleaned_data") else None
    if status == 409:  # the next press is made knowing what stands there now
        form.data = form.data.copy()
        form.data["seen"] = str(max((line.message.pk for line in thread_story.story(thread)), default=0))
    return render(request, thread, bound={"answer": form}, since=seen, status=status)


def looked_at(request: HttpRequest, thread: Thread, form: AnswerForm, at: datetime) -> HttpResponse:
    """As the customer would see it, with hints: into the page when it asks, else with the page around it."""
    given = form.cleaned_data
    look = thread_hints.look(given["text"], given["kind"], thread, thread.register, by=request.actor, at=at)
    if not request.htmx:
        return render(request, thread, look=look)
    context = {"look": look, "thread": thread, "saved_at": at, "oob": True}
    return TemplateResponse(request, "admin/feedback/thread/_saved.html", context)
