"""The buttons beside a conversation: each calls one action and leads back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.accounts.models import User
from core.web.errors import Conflict, Invalid
from feedback.answering import actions as answering
from feedback.desk import thread_page
from feedback.desk.thread_forms import ShowForm, SortForm, ToForm
from feedback.threads import actions as threads
from feedback.threads.models import Thread

Move = Callable[[HttpRequest, Thread, datetime], Any]


@require_POST
def do(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    move = MOVES.get(verb)
    if move is None:
        raise Http404
    thread = thread_page.thread_or_404(request, reference)
    try:
        wrong = move(request, thread, timezone.now())
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
        return thread_page.to_page(request, thread)
    if wrong is not None:
        return thread_page.render(request, thread, bound={verb: wrong}, status=400)
    return thread_page.to_page(request, thread)


def sort(request: HttpRequest, thread: Thread, at: datetime) -> SortForm | None:
    form = SortForm(request.POST, thread=thread)
    if not form.is_valid():
        return form
    if changes := form.changes():
        threads.triage(thread=thread, by=request.actor, at=at, **changes)
    return None


def assign(request: HttpRequest, thread: Thread, at: datetime) -> ToForm | None:
    form = ToForm(request.POST, thread=thread)
    if not form.is_valid():
        return form
    threads.assign(thread=thread, to=form.person(), by=request.actor, at=at)
    return None


def take(request: HttpRequest, thread: Thread, at: datetime) -> None:
    to = User.objects.get(pk=request.actor.user_id)
    threads.assign(thread=thread, to=to, by=request.actor, at=at)


def show(request: HttpRequest, thread: Thread, at: datetime) -> None:
    form = ShowForm(request.POST)
    if form.is_valid():
        threads.show(thread=thread, visibility=form.cleaned_data["visibility"], by=request.actor, at=at)


def _plain(action: Callable[..., Any]) -> Move:
    def run(request: HttpRequest, thread: Thread, at: datetime) -> None:
        action(thread=thread, by=request.actor, at=at)

    return run


MOVES: dict[str, Move] = {
    "sort": sort,
    "assign": assign,
    "take": take,
    "show": show,
    "close": _plain(threads.close),
    "reopen": _plain(threads.reopen),
    "hold": _plain(threads.hold),
    "release": _plain(threads.release),
    "put-away": _plain(answering.drop_draft),
}
