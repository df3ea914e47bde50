"""The doors for other people's programs. They answer in each program's own manner."""

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
from incidents.alerts import actions, gate, keys, policies
from incidents.alerts.groups import Group, Unreadable
from incidents.alerts.models import AlertSource, Proposal
from incidents.alerts.parsers import all_parsers

MAX_BYTES = 512 * 1024
log = structlog.get_logger(__name__)


class Refusal(Exception):
    """The request can't be taken. `status` and `message` become the answer."""

    def __init__(self, status: int, message: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, dict(errors or {})


@csrf_exempt  # authenticated by a key in a header, which no browser sends by itself
@require_POST
def alerts(request: HttpRequest, slug: str) -> HttpResponse:
    """`POST /api/alerts/<source>/` with `Authorization: Bearer <key>`; the source knows the format."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    try:
        source = _source(key.strip() if scheme.lower() == "bearer" else "", slug=slug)
        with gate.admitted():
            return _take(source, request)
    except Refusal as refusal:
        return _plain(refusal)
    except (gate.Full, OperationalError) as error:
        return _shed(error)


@csrf_exempt  # authenticated by the routing key in the body
@require_POST
def enqueue(request: HttpRequest) -> HttpResponse:
    """`POST /v2/enqueue`, PagerDuty's Events API v2: 202, 400, 429 and 5xx as its clients expect."""
    try:
        body = _json(_bytes(request))
        source = _source(str(body.get("routing_key") or ""), format="pagerduty")
        _check_signature(source, request)
        groups = _parsed(source, body)
        with gate.admitted():
            return _once(source, request, lambda _request: _processed(source, groups))
    except Refusal as refusal:
        status = 400 if refusal.status == 401 else refusal.status  # this API knows no 401
        problems = [f"{field}: {message}" for field, found in refusal.errors.items() for message in found]
        answer = {"status": "invalid event", "message": refusal.message, "errors": problems or [refusal.message]}
        return JsonResponse(answer, status=status)
    except (gate.Full, OperationalError) as error:
        return _shed(error)


def _processed(source: AlertSource, groups: tuple[Group, ...]) -> HttpResponse:
    _receive(source, groups)
    return JsonResponse({"status": "success", "message": "Event processed", "dedup_key": groups[0].key}, status=202)


def _take(source: AlertSource, request: HttpRequest) -> HttpResponse:
    raw = _bytes(request)
    _check_signature(source, request)
    groups = _parsed(source, _json(raw))
    return _once(source, request, lambda _request: _taken(source, groups))


def _taken(source: AlertSource, groups: tuple[Group, ...]) -> HttpResponse:
    proposals = _receive(source, groups)
    return JsonResponse({"status": "success", "proposals": [proposal.pk for proposal in proposals]}, status=202)


def _receive(source: AlertSource, groups: tuple[Group, ...]) -> list[Proposal]:
    return actions.receive(source=source, groups=groups, by=policies.as_actor(source), at=timezone.now())


def _source(key: str, **where: str) -> AlertSource:
    """The source this key opens. A wrong key, another source's and none at all look the same."""
    source = AlertSource.objects.filter(digest=keys.digest(key), is_active=True, **where).first() if key else None
    if source is None:
        raise Refusal(401, "This key opens no alert source.")
    return source


def _check_signature(source: AlertSource, request: HttpRequest) -> None:
    """Refuse what isn't signed as this source must sign; one sentence, whatever was wrong with it."""
    if not source.is_signed:
        return
    secrets = signatures.valid(source.secrets, at=timezone.now())
    if not signatures.is_signed(request.body, request.headers, secrets):
        log.warning("alerts_unsigned", source=source.slug)
        raise Refusal(401, "The webhook signature is missing or wrong, or its time is over five minutes off.")


def _once(source: AlertSource, request: HttpRequest, work: idempotency.Answer) -> HttpResponse:
    """A signed report that comes again under its webhook-id, sent by whomever, is done once and answered alike."""
    if not source.is_signed:
        return work(request)
    return idempotency.once(request, work, owner=f"alert-source:{source.pk}", key=request.headers["webhook-id"])


def _bytes(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > MAX_BYTES:
        raise Refusal(413, f"A body needs a length of at most {MAX_BYTES} bytes.")
    return request.body


def _json(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is no JSON.") from None
    if not isinstance(body, Mapping):
        raise Refusal(400, "The body must be a JSON object.")
    return body


def _parsed(source: AlertSource, body: Mapping[str, Any]) -> tuple[Group, ...]:
    try:
        return all_parsers()[source.format].parse(body, source.mapping)
    except Unreadable as error:
        AlertSource.objects.filter(pk=source.pk).update(last_error=str(error)[:300])
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


def _shed(error: Exception) -> HttpResponse:
    """503, not 429: Alertmanager repeats after 5xx and drops after any 4xx."""
    log.warning("alerts_shed", reason=str(error))
    return JsonResponse(
        {"status": "error", "message": "Too busy. Send it again."}, status=503, headers={"Retry-After": "5"}
    )
