"""The door for programs that hand us what customers wrote elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.sources import door, gate
from feedback.doors.hooks import actions, mapping, policies
from feedback.doors.hooks.mapping import Said
from feedback.doors.hooks.models import FeedbackSource

MAX_BYTES = 256 * 1024


@csrf_exempt  # authenticated by a key in a header, which no browser sends by itself
@require_POST
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """`POST /api/feedback/<source>/` with `Authorization: Bearer <key>`; the source knows where things stand."""
    try:
        source = door.opened(FeedbackSource, door.bearer(request), slug=slug)
        with gate.admitted():
            return _take(source, request)
    except door.Refusal as refusal:
        return door.problem(refusal)
    except (gate.Full, OperationalError) as error:
        return door.shed(error)


def _take(source: FeedbackSource, request: HttpRequest) -> HttpResponse:
    door.bounded(request, most=MAX_BYTES)
    door.check_signature(source, request)
    said = _said(source, door.document(request))
    return door.once(source, request, lambda _request: _taken(source, said))


def _taken(source: FeedbackSource, said: Said) -> HttpResponse:
    thread = actions.take(source=source, said=said, by=policies.as_actor(source), at=timezone.now())
    return JsonResponse({"status": "success", "reference": thread.reference}, status=202)


def _said(source: FeedbackSource, body: Mapping[str, Any]) -> Said:
    try:
        return mapping.read(body, source.mapping)
    except mapping.Unreadable as error:
        raise door.unreadable(source, str(error), error.fields) from None
