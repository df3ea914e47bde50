"""What every door for other people's programs does: find the source, read the body, check the signature, answer."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from core.sources import keys
from core.sources.models import Source
from core.web import idempotency, signatures

Program = TypeVar("Program", bound=Source)
log = structlog.get_logger(__name__)


class Refusal(Exception):
    """The request can't be taken. `status` and `message` become the answer."""

    def __init__(self, status: int, message: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, dict(errors or {})


def bearer(request: HttpRequest) -> str:
    """The key of `Authorization: Bearer <key>`, or nothing."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def opened(model: type[Program], key: str, **where: str) -> Program:
    """The source this key opens. A wrong key, another source's and none at all look the same."""
    source = model.objects.filter(digest=keys.digest(key), is_active=True, **where).first() if key else None
    if source is None:
        raise Refusal(401, f"This key opens no {model._meta.verbose_name_raw}.")
    return source


def bounded(request: HttpRequest, *, most: int) -> None:
    """Refuse a body of more than `most` bytes, or of no told length, before it is read."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > most:
        raise Refusal(413, f"A body needs a length of at most {most} bytes.")


def document(request: HttpRequest) -> Mapping[str, Any]:
    """The JSON object in the body."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is no JSON.") from None
    if not isinstance(body, Mapping):
        raise Refusal(400, "The body must be a JSON object.")
    return body


def check_signature(source: Source, request: HttpRequest) -> None:
    """Refuse what isn't signed as this source must sign; one sentence, whatever was wrong with it."""
    if not source.is_signed:
        return
    secrets = signatures.valid(source.secrets, at=timezone.now())
    if not signatures.is_signed(request.body, request.headers, secrets):
        log.warning("source_unsigned", source=str(source), model=source._meta.label_lower)
        raise Refusal(401, "The webhook signature is missing or wrong, or its time is over five minutes off.")


def once(source: Source, request: HttpRequest, work: idempotency.Answer) -> HttpResponse:
    """What is signed and comes again under its webhook-id, sent by whomever, is done once and answered alike."""
    if not source.is_signed:
        return work(request)
    owner = f"{source._meta.label_lower}:{source.pk}"
    return idempotency.once(request, work, owner=owner, key=request.headers["webhook-id"])


def unreadable(source: Source, message: str, fields: Mapping[str, list[str]]) -> Refusal:
    """The refusal of a body that says nothing to us; staff see it at the source."""
    type(source).objects.filter(pk=source.pk).update(last_error=message[:300])
    return Refusal(400, message, fields)


def problem(refusal: Refusal) -> HttpResponse:
    """The refusal as `application/problem+json`."""
    told = {
        "type": "about:blank",
        "title": refusal.message,
        "status": refusal.status,
        "detail": refusal.message,
        "errors": refusal.errors,
    }
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
    return JsonResponse(told, status=refusal.status, content_type="application/problem+json", headers=headers)


def shed(error: Exception) -> HttpResponse:
    """503, not 429: Alertmanager repeats after 5xx and drops after any 4xx."""
    log.warning("source_shed", reason=str(error))
    answer = {"status": "error", "message": "Too busy. Send it again."}
    return JsonResponse(answer, status=503, headers={"Retry-After": "5"})
