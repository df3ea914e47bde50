"""The customer's own page of a conversation: to read, add, close, reopen, and choose how we answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actor import Actor
from core.web import panels
from core.web.errors import Conflict, Invalid
from feedback.doors.form import actions, standing
from feedback.doors.form.forms import AddForm, ReachForm
from feedback.doors.form.views import filing
from feedback.doors.form.views.page import private
from feedback.threads import actions as threads
from feedback.threads import links, policies, queries
from feedback.threads.models import Thread

Do = Callable[[HttpRequest, Thread, Actor], HttpResponse]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the tags of the public pages ask of a page: in which zone to say a time."""

    zone: ZoneInfo


@private
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """A wrong key and a wrong reference look alike."""
    rows = Thread.objects.select_related("merged_into").defer("terms", "merged_into__terms")
    thread = rows.filter(reference=reference).first()
    if thread is None or not links.opens(thread, request.GET.get("key", "")):
        raise Http404
    if request.method != "POST":
        return _page(request, thread)
    do = BUTTONS.get(request.POST.get("do", "add"))
    if do is None:
        return _page(request, thread, status=400)
    try:
        return do(request, thread, policies.holder(thread))
    except Conflict:
        return _back(thread, "changed")


def _page(request: HttpRequest, thread: Thread, *, status: int = 200, **more: Any) -> HttpResponse:
    at = timezone.now()
    messages = queries.for_customer(thread).prefetch_related("attachments")
    reach = {"reply_by": thread.reply_by, "email": thread.email, "telephone": thread.telephone}
    context = {
        "thread": thread,
        "key": request.GET["key"],
        "spoken": list(messages),
        "stand": standing.of(thread, at),
        "is_new": request.method != "POST" and "sent" in request.GET,
        "done": request.GET.get("done", ""),
        "link": request.build_absolute_uri(links.path(thread)),
        "add": AddForm(auto_id="id_add_%s"),
        "reach": ReachForm(initial=reach),
        "page": Frame(ZoneInfo(request.door.page.time_zone)),
        "panels": panels.render_all("follow", request, thread=thread),
    }
    return render(request, "public/feedback/follow.html", context | more, status=status)


def _add(request: HttpRequest, thread: Thread, by: Actor) -> HttpResponse:
    form = AddForm(request.POST, request.FILES, auto_id="id_add_%s")
    is_whole, kept = form.is_valid(), filing.gathered(request, form)
    if not is_whole or form.errors:
        return _page(request, thread, add=form, kept=filing.tickets(kept), status=400)
    try:
        actions.say_more(thread=thread, text=form.cleaned_data["text"], files=kept, by=by, at=timezone.now())
    except Invalid as error:
        form.add_error("text", " ".join(error.fields["text"]))
        return _page(request, thread, add=form, kept=filing.tickets(kept), status=400)
    return _back(thread, "added")


def _close(request: HttpRequest, thread: Thread, by: Actor) -> HttpResponse:
    threads.close(thread=thread, by=by, at=timezone.now())
    return _back(thread, "closed")


def _reopen(request: HttpRequest, thread: Thread, by: Actor) -> HttpResponse:
    threads.reopen(thread=thread, by=by, at=timezone.now())
    return _back(thread, "reopened")


def _reach(request: HttpRequest, thread: Thread, by: Actor) -> HttpResponse:
    form = ReachForm(request.POST)
    if not form.is_valid():
        return _page(request, thread, reach=form, status=400)
    threads.choose(thread=thread, by=by, at=timezone.now(), **form.reach)
    return _back(thread, "reach")


def _quiet(request: HttpRequest, thread: Thread, by: Actor) -> HttpResponse:
    threads.want_updates(thread=thread, wants=False, by=by, at=timezone.now())
    return _back(thread, "quiet")


def _loud(request: HttpRequest, thread: Thread, by: Actor) -> HttpResponse:
    threads.want_updates(thread=thread, wants=True, by=by, at=timezone.now())
    return _back(thread, "loud")


def _back(thread: Thread, done: str) -> HttpResponse:
    """To the page itself, so that reloading it repeats nothing."""
    response = redirect(f"{links.path(thread)}&done={done}")
    response.status_code = 303
    return response


BUTTONS: dict[str, Do] = {
    "add": _add,
    "close": _close,
    "reopen": _reopen,
    "reach": _reach,
    "quiet": _quiet,
    "loud": _loud,
}
