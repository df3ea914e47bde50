"""The door for programs that hand us what customers wrote elsewhere."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.web import idempotency, signatures
from feedback.doors.hooks import actions, mapping, policies
from feedback.doors.hooks.mapping import Said
from feedback.doors.hooks.models import FeedbackSource
from incidents.alerts import gate, keys

MAX_BYTES = 256 * 1024
log = structlog.get_logger(__name__)


class Refusal(Exception):
    """The request can't be taken. `status` and `message` become the answer."""

    def __init__(self, status: int, message: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, dict(errors or {})


@csrf_exempt  # authenticated by a key in a header, which no browser sends by itself
@require_POST
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """`POST /api/feedback/<source>/` with `Authorization: Bearer <key>`; the source knows where things stand."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    try:
        source = _source(key.strip() if scheme.lower() == "bearer" else "", slug)
        with gate.admitted():
            return _take(source, request)
    except Refusal as refusal:
        return _plain(refusal)
    except (gate.Full, OperationalError) as error:
        log.warning("feedback_shed", reason=str(error))
        answer = {"status": "error", "message": "Too busy. Send it again."}
        return JsonResponse(answer, status=503, headers={"Retry-After": "5"})


def _source(key: str, slug: str) -> FeedbackSource:
    """The source this key opens. A wrong key, another source's and none at all look the same."""
    found = FeedbackSource.objects.filter(digest=keys.digest(key), slug=slug, is_active=True).first() if key else None
    if found is None:
        raise Refusal(401, "This key opens no feedback source.")
    return found


def _take(source: FeedbackSource, request: HttpRequest) -> HttpResponse:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > MAX_BYTES:
        raise Refusal(413, f"A body needs a length of at most {MAX_BYTES} bytes.")
    _check_signature(source, request)
    said = _said(source, _json(request.body))
    if not source.is_signed:
        return _taken(source, said)
    # A signed message that comes again under its webhook-id is done once and answered alike.
    owner, key = f"feedback-source:{source.pk}", request.headers["webhook-id"]
    return idempotency.once(request, lambda _request: _taken(source, said), owner=owner, key=key)


def _taken(source: FeedbackSource, said: Said) -> HttpResponse:
    thread = actions.take(source=source, said=said, by=policies.as_actor(source), at=timezone.now())
    return JsonResponse({"status": "success", "reference": thread.reference}, status=202)


def _check_signature(source: FeedbackSource, request: HttpRequest) -> None:
    if not source.is_signed:
        return
    secrets = signatures.valid(source.secrets, at=timezone.now())
    if not signatures.is_signed(request.body, request.headers, secrets):
        log.warning("feedback_unsigned", source=source.slug)
        raise Refusal(401, "The webhook signature is missing or wrong, or its time is over five minutes off.")


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is no JSON.") from None
    if not isinstance(body, Mapping):
        raise Refusal(400, "The body must be a JSON object.")
    return body


def _said(source: FeedbackSource, body: Mapping[str, Any]) -> Said:
    try:
        return mapping.read(body, source.mapping)
    except mapping.Unreadable as error:
        FeedbackSource.objects.filter(pk=source.pk).update(last_error=str(error)[:300])
        raise Refusal(400, str(error), error.fields) from None


def _plain(refusal: Refusal) -> HttpResponse:
    document = {
        "type": "about:blank",
        "title": refusal.message,
        "status": refusal.status,
        "detail": refusal.message,
        "errors": refusal.errors,
    }
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
    return JsonResponse(document, status=refusal.status, content_type="application/problem+json", headers=headers)
