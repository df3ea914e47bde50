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

from incidents.alerts import actions, gate, keys, policies
from incidents.alerts.groups import Group, Unreadable
from incidents.alerts.models import AlertSource
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
            proposals = _take(source, _body(request))
    except Refusal as refusal:
        return _plain(refusal)
    except (gate.Full, OperationalError) as error:
        return _shed(error)
    return JsonResponse({"status": "success", "proposals": [proposal.pk for proposal in proposals]}, status=202)


@csrf_exempt  # authenticated by the routing key in the body
@require_POST
def enqueue(request: HttpRequest) -> HttpResponse:
    """`POST /v2/enqueue`, PagerDuty's Events API v2: 202, 400, 429 and 5xx as its clients expect."""
    try:
        body = _body(request)
        source = _source(str(body.get("routing_key") or ""), format="pagerduty")
        groups = _parsed(source, body)
        with gate.admitted():
            actions.receive(source=source, groups=groups, by=policies.as_actor(source), at=timezone.now())
    except Refusal as refusal:
        status = 400 if refusal.status == 401 else refusal.status  # this API knows no 401
        problems = [f"{field}: {message}" for field, found in refusal.errors.items() for message in found]
        answer = {"status": "invalid event", "message": refusal.message, "errors": problems or [refusal.message]}
        return JsonResponse(answer, status=status)
    except (gate.Full, OperationalError) as error:
        return _shed(error)
    return JsonResponse({"status": "success", "message": "Event processed", "dedup_key": groups[0].key}, status=202)


def _take(source: AlertSource, body: Mapping[str, Any]) -> list[Any]:
    groups = _parsed(source, body)
    return actions.receive(source=source, groups=groups, by=policies.as_actor(source), at=timezone.now())


def _source(key: str, **where: str) -> AlertSource:
    """The source this key opens. A wrong key, another source's and none at all look the same."""
    source = AlertSource.objects.filter(digest=keys.digest(key), is_active=True, **where).first() if key else None
    if source is None:
        raise Refusal(401, "This key opens no alert source.")
    return source


def _body(request: HttpRequest) -> Mapping[str, Any]:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > MAX_BYTES:
        raise Refusal(413, f"A body needs a length of at most {MAX_BYTES} bytes.")
    try:
        body = json.loads(request.body)
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
