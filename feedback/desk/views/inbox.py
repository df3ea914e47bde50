"""The inbox: queues as tabs, the list, one conversation beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.web import panels
from feedback.desk.forms.narrow import NarrowForm
from feedback.desk.queries import listing
from feedback.desk.queries import preview as one_of
from feedback.desk.queues import FIRST, QUEUES, Queue
from feedback.desk.views.press import SAID
from feedback.targets.registers import registry
from feedback.threads import policies
from feedback.threads.api.filters import ThreadFilter
from feedback.threads.models import Thread

SAID_FOR = 60  # seconds
NARROWS = tuple(ThreadFilter.base_filters)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str | Promise
    address: str
    current: bool
    count: str
    slug: str


def show(request: HttpRequest) -> HttpResponse:
    may_read(request)
    at = timezone.now()
    queue = asked_queue(request)
    counts, hits = listing.counts(request.actor.user_id, at, request.GET.get("q", ""))
    narrowed = ThreadFilter(request.GET, queryset=queue.rows(request.actor.user_id, at), hits=hits)
    rows = narrowed.qs if narrowed.is_valid() else narrowed.queryset
    page = listing.page(queue, rows, request.actor, at, request.GET.get("after", ""))
    chosen = request.GET.get("thread", "")
    found = one_of.find(chosen) if chosen else None
    context = admin.site.each_context(request) | {
        "title": _("Inbox"),
        "opts": Thread._meta,
        "now": at,
        "queue": queue,
        "tabs": tabs(request, queue, counts),
        "page": page,
        "next": address(request, after=page.more, thread="") if page.more else "",
        "here": address(request, thread=""),
        "registers": registry().values(),
        "narrow": NarrowForm(request.GET) if "filters" in request.GET else None,
        "narrow_address": address(request, filters="1"),
        "narrows": in_force(request, narrowed),
        "may_sort": request.actor.may(policies.TRIAGE),
        "may_answer": request.actor.may(policies.ANSWER),
        "said": said(request, at),
        "chosen": chosen,
    }
    context |= beside(request, found, at) if found else {"view": None}
    return TemplateResponse(request, "admin/inbox/inbox.html", context)


def one(request: HttpRequest, reference: str) -> HttpResponse:
    """The address that letters carry: the conversation itself."""
    may_read(request)
    return HttpResponseRedirect(reverse("thread_page", args=[reference]))


def preview(request: HttpRequest, reference: str) -> HttpResponse:
    may_read(request)
    found = one_of.find(reference)
    if found is None:
        raise Http404
    at = timezone.now()
    context = {"now": at, "registers": registry().values(), "here": request.GET.get("back", "")}
    context |= beside(request, found, at)
    return TemplateResponse(request, "admin/inbox/_preview.html", context)


def beside(request: HttpRequest, thread: Thread, at: datetime) -> dict[str, Any]:
    """The conversation with what other slices know of it."""
    view = one_of.of(thread, request.actor, at)
    return {"view": view, "panels": panels.render_all("beside", request, thread=thread)}


def may_read(request: HttpRequest) -> None:
    if not request.actor.may(policies.VIEW):
        raise PermissionDenied


def asked_queue(request: HttpRequest) -> Queue:
    """The one named; whoever searches or narrows without naming one looks in all."""
    named = request.GET.get("queue", "")
    if named in QUEUES:
        return QUEUES[named]
    return QUEUES["all" if any(request.GET.get(name) for name in NARROWS) else FIRST]


def tabs(request: HttpRequest, current: Queue, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(
            label=queue.label,
            address=address(request, queue=queue.slug, after="", thread="", filters=""),
            current=queue is current,
            count=spoken(counts.get(queue.slug)),
            slug=queue.slug,
        )
        for queue in QUEUES.values()
    ]


def spoken(count: int | None) -> str:
    if count is None:
        return ""
    return f"{listing.COUNTED_TO - 1}+" if count >= listing.COUNTED_TO else str(count)


def address(request: HttpRequest, **changes: str) -> str:
    """This page with some of what was asked changed; empty takes it away."""
    given = {name: request.GET.getlist(name) for name in request.GET}
    given |= {name: [value] for name, value in changes.items()}
    pairs = [(name, value) for name, values in given.items() for value in values if value]
    return f"{reverse('inbox')}?{urlencode(pairs)}" if pairs else reverse("inbox")


def in_force(request: HttpRequest, narrowed: ThreadFilter) -> list[tuple[str, str, str]]:
    """(what, value, address without it) of each filter that narrows the list."""
    found = []
    for name in NARROWS:
        if name in request.GET and request.GET.get(name) and name != "q":
            value = ", ".join(request.GET.getlist(name))
            found.append((name, value, address(request, **{name: "", "after": ""})))
    return found


def said(request: HttpRequest, at: datetime) -> dict[str, Any] | None:
    kept = request.session.get(SAID)
    return kept if kept and at.timestamp() - kept["at"] < SAID_FOR else None
