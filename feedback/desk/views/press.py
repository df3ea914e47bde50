"""What is pressed in the inbox: on one conversation at once, on several after a question that says how many."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.web.errors import Conflict, Invalid
from feedback.desk import actions, verbs
from feedback.desk.actions.undo import token
from feedback.desk.queues import QUEUES
from feedback.threads import policies
from feedback.threads.models import Thread

AT_ONCE = 500
UNDONE_AT_ONCE = 50  # the token of more would not fit a session anybody wants to carry
SAID = "inbox_said"


@require_POST
def press(request: HttpRequest, verb: str) -> HttpResponse:
    if verb not in verbs.VERBS:
        raise Http404
    if not request.actor.may(policies.VIEW):
        raise PermissionDenied
    rows, at = chosen(request, timezone.now()), timezone.now()
    if not rows:
        return told(request, [_("Choose a conversation first.")])
    try:
        value = verbs.VERBS[verb].read(request.POST.get("value", ""), rows, request.actor)
    except Invalid as error:
        return told(request, [str(error)])
    if len(rows) > 1 and request.POST.get("confirm") != "1":
        return question(request, verb, rows)
    return told(request, *carried_out(request, verb, value, rows, at))


def chosen(request: HttpRequest, at: datetime) -> list[Thread]:
    """Those that are marked, or with `all` the first of the whole held queue."""
    if request.POST.get("all") == "held":
        return list(QUEUES["held"].rows(request.actor.user_id, at).order_by("pk")[:AT_ONCE])
    keys = [int(key) for key in request.POST.getlist("thread") if key.isdecimal() and len(key) < 19]
    return list(Thread.objects.filter(pk__in=keys[:AT_ONCE]).order_by("pk"))


def question(request: HttpRequest, verb: str, rows: list[Thread]) -> HttpResponse:
    waiting = sum(row.awaits_human for row in rows) if verb == "close" else 0
    context = admin.site.each_context(request) | {
        "title": verbs.VERBS[verb].asks % len(rows),
        "opts": Thread._meta,
        "verb": verb,
        "rows": rows[:10],
        "more": max(0, len(rows) - 10),
        "keys": [row.pk for row in rows],
        "waiting": waiting,
        "value": request.POST.get("value", ""),
        "back": back(request),
    }
    return TemplateResponse(request, "admin/inbox/confirm.html", context)


def carried_out(
    request: HttpRequest, verb: str, value: verbs.Value, rows: list[Thread], at: datetime
) -> tuple[list[str], str]:
    """What is said about it, and how it can be taken back."""
    does, by = verbs.VERBS[verb], request.actor
    done: list[Thread] = []
    refused: dict[str, int] = {}
    for row in rows:
        if does.skips(row, value):
            continue
        try:
            does.run(row, value, by=by, at=at)
        except (Conflict, Invalid) as error:
            refused[str(error)] = refused.get(str(error), 0) + 1
        else:
            done.append(row)
    said = [does.did % len(done)] if done else []
    for reason, count in refused.items():
        said.append(ngettext("%(count)d was left: %(reason)s", "%(count)d were left: %(reason)s", count)
                    % {"count": count, "reason": reason})  # fmt: skip
    can_undo = does.undo and 0 < len(done) <= UNDONE_AT_ONCE
    return said, token(done, does.undo, by) if can_undo else ""


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """The last press, undone."""
    given = request.session.get(SAID, {}).get("undo", "")
    try:
        count = actions.undo(given=given, by=request.actor, at=timezone.now())
    except Invalid as error:
        return told(request, [str(error)])
    return told(request, [ngettext("Taken back for %d.", "Taken back for %d.", count) % count])


def told(request: HttpRequest, said: list[str], undo: str = "") -> HttpResponse:
    """Back to where one was; what happened is told there, for a minute."""
    kept: dict[str, Any] = {"said": said, "undo": undo, "at": timezone.now().timestamp()}
    request.session[SAID] = kept
    return HttpResponseRedirect(back(request))


def back(request: HttpRequest) -> str:
    asked = request.POST.get("back", "")
    fine = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None)
    return asked if fine else reverse("inbox")
