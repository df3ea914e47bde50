"""One press each: "this helped me" for every reader, "this was the answer" for the one who asked."""

import hmac
from base64 import urlsafe_b64encode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.web.errors import Conflict
from feedback.community import actions
from feedback.community.queries.listing import SHOWN
from feedback.community.views.page import back, refuse_private
from feedback.doors.form import limits
from feedback.doors.form.limits import Window
from feedback.threads import links, policies
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author

PER_PLACE = Window("community-helpful", 600, 120)


@csrf_exempt
@require_POST
def helpful(request: HttpRequest, reference: str) -> HttpResponse:
    """Counts a reader once for each answer; nobody is told that he was not counted, nor from elsewhere."""
    refuse_private(request)
    rows = Message.objects.filter(SHOWN, thread__in=Thread.objects.readable().filter(reference=reference))
    message = rows.filter(pk=_number(request), author__in=(Author.STAFF, Author.PEER)).first()
    if message is None:
        raise Http404
    at, place = timezone.now(), limits.network(request.META.get("REMOTE_ADDR", ""))
    elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    if not elsewhere and not limits.over(PER_PLACE, place, at):
        actions.mark_helpful(message=message, voter=voter(place, request.headers.get("User-Agent", "")), at=at)
    root = f"{request.META.get('SCRIPT_NAME', '')}/"
    return back(f"{root}community/{reference}/?done=helpful#m{message.pk}")


@csrf_exempt
@require_POST
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """With the key of the conversation, which only the one who asked holds."""
    thread = Thread.objects.filter(reference=reference).first()
    if thread is None or not links.opens(thread, request.POST.get("key", "")):
        raise Http404
    message = thread.messages.select_related("thread").filter(pk=_number(request)).first()
    if message is None:
        raise Http404
    do = actions.unaccept if request.POST.get("do") == "unaccept" else actions.accept
    try:
        do(message=message, by=policies.holder(thread), at=timezone.now())
    except Conflict:
        return back(f"{links.path(thread)}&done=changed")
    return back(f"{links.path(thread)}&done=accepted#community")


def voter(place: str, browser: str) -> str:
    """A digest: it tells two readers apart and names neither."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"feedback.helpful:{place}|{browser}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def _number(request: HttpRequest) -> int:
    given = request.POST.get("message", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
