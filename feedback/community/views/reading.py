"""Pages that everybody reads."""

from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.text.translations import OWN_NAMES
from feedback.community import links, structured, words
from feedback.community.queries import conversation, listing, sitemap, transparency
from feedback.community.queries.conversation import Conversation, Said
from feedback.community.views.page import components, frame, language, shared
from feedback.threads.models import Thread
from feedback.threads.states import Author, State

KEPT_SECONDS = 60


@shared
def front(request: HttpRequest) -> HttpResponse:
    asked = listing.asked(request.GET.dict())
    found = listing.listing(asked)
    named = components()
    context = {
        "asked": asked,
        "threads": found.threads,
        "names": dict(named),
        "earlier": _address(request, asked.page - 1) if asked.page > 1 else "",
        "later": _address(request, asked.page + 1) if found.has_more else "",
        "orders": {order: _address(request, 1, order=order) for order in ORDERS},
        "registers": words.REGISTERS.items(),
        "components": named,
        "spoken": OWN_NAMES,
        "forward": [] if asked.is_narrow else conversation.put_forward(),
        "hidden": transparency.counted(),
        "page": frame(request),
        "canonical": links.front(language()),
    }
    return render(request, "public/community/front.html", context)


ORDERS = (listing.NEWEST, listing.HELPFUL, listing.UNANSWERED)


def _address(request: HttpRequest, page: int, **changes: str) -> str:
    kept = {
        name: request.GET[name] for name in ("q", "about", "component", "language", "order") if request.GET.get(name)
    }
    kept |= changes | ({"page": str(page)} if page > 1 else {})
    return f"?{urlencode(kept)}"


@shared
def thread(request: HttpRequest, reference: str) -> HttpResponse:
    """Two statements where nothing has changed since it was last read: whether it may be read is asked each time."""
    row = conversation.stamp(reference)
    if row is None:
        raise Http404
    if not is_readable(row):
        return gone(request, row)
    if "done" in request.GET:
        return _conversation(request, row)
    key = f"feedback.community.page:{row.pk}:{conversation.changed_at(row)}:{_reader(request)}"
    body = cache.get(key.replace(" ", "_"))
    if body is None:
        body = _conversation(request, row).content
        cache.set(key.replace(" ", "_"), body, KEPT_SECONDS)
    return HttpResponse(body)


def is_readable(row: Thread) -> bool:
    """`ThreadQuerySet.readable` for a row at hand."""
    return row.is_public and row.merged_into_id is None and row.state != State.HELD


def gone(request: HttpRequest, row: Thread) -> HttpResponse:
    """What everybody could read once leaves a line, or leads to where its customer went on; what was private from the
    start is not there."""
    if row.state == State.HELD or not conversation.was_public(row):
        raise Http404
    if row.merged_into and is_readable(row.merged_into):
        return redirect(f"{request.META.get('SCRIPT_NAME', '')}/{links.path(row.merged_into)}")
    return render(request, "public/community/private.html", {"thread": row}, status=410)


def _reader(request: HttpRequest) -> str:
    return f"{request.door.page.pk}:{request.META.get('SCRIPT_NAME', '')}:{language()}"


def _conversation(request: HttpRequest, row: Thread) -> HttpResponse:
    told = conversation.conversation(row)
    names = dict(components())
    component_id = row.component.public_id if row.component else ""
    context = {
        "thread": row,
        "told": told,
        "about": words.register(row.register_id),
        "names": names,
        "component": names.get(component_id, ""),  # one that readers don't know has no name here
        "component_id": component_id,
        "related": conversation.related(row),
        "done": request.GET.get("done", ""),
        "page": frame(request),
        "canonical": links.url(row, row.language),
        "is_thin": not told.answers,
        "structured": _structured(row, told, request),
    }
    return render(request, "public/community/thread.html", context)


def _structured(row: Thread, told: Conversation, request: HttpRequest) -> str:
    """Only for what is one: a question that everybody may read, with answers."""
    if row.register_id != "question" or not told.subject or not told.answers:
        return ""
    said = told.question
    question = structured.Question(
        told.subject, said.plain, links.url(row, row.language), said.at, _name(said), row.language
    )
    return structured.document(
        question, [_answer(row, each) for each in told.answers], publisher=request.door.shown.name
    )


def _answer(row: Thread, said: Said) -> structured.Answer:
    return structured.Answer(
        text=said.plain,
        url=f"{links.url(row, row.language)}#m{said.pk}",
        at=said.at,
        author=_name(said),
        upvotes=said.helpful,
        accepted=said.is_accepted,
        by_us=said.author == Author.STAFF,
    )


def _name(said: Said) -> str:
    return said.name or "–"


@shared
def sitemap_part(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"pages": sitemap.pages(), "front": [links.front(code) for code, _name in OWN_NAMES]}
    return render(request, "public/community/sitemap.xml", context, content_type="application/xml")
