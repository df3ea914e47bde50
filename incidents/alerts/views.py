"""The doors for other people's programs. They answer in each program's own manner."""

from collections.abc import Mapping
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.sources import door, gate
from incidents.alerts import actions, policies
from incidents.alerts.groups import Group, Unreadable
from incidents.alerts.models import AlertSource, Proposal
from incidents.alerts.parsers import all_parsers

MAX_BYTES = 512 * 1024


@csrf_exempt  # authenticated by a key in a header, which no browser sends by itself
@require_POST
def alerts(request: HttpRequest, slug: str) -> HttpResponse:
    """`POST /api/alerts/<source>/` with `Authorization: Bearer <key>`; the source knows the format."""
    try:
        source = door.opened(AlertSource, door.bearer(request), slug=slug)
        with gate.admitted():
            return _take(source, request)
    except door.Refusal as refusal:
        return door.problem(refusal)
    except (gate.Full, OperationalError) as error:
        return door.shed(error)


@csrf_exempt  # authenticated by the routing key in the body
@require_POST
def enqueue(request: HttpRequest) -> HttpResponse:
    """`POST /v2/enqueue`, PagerDuty's Events API v2: 202, 400, 429 and 5xx as its clients expect."""
    try:
        door.bounded(request, most=MAX_BYTES)
        body = door.document(request)
        source = door.opened(AlertSource, str(body.get("routing_key") or ""), format="pagerduty")
        door.check_signature(source, request)
        groups = _parsed(source, body)
        with gate.admitted():
            return door.once(source, request, lambda _request: _processed(source, groups))
    except door.Refusal as refusal:
        status = 400 if refusal.status == 401 else refusal.status  # this API knows no 401
        problems = [f"{field}: {message}" for field, found in refusal.errors.items() for message in found]
        answer = {"status": "invalid event", "message": refusal.message, "errors": problems or [refusal.message]}
        return JsonResponse(answer, status=status)
    except (gate.Full, OperationalError) as error:
        return door.shed(error)


def _processed(source: AlertSource, groups: tuple[Group, ...]) -> HttpResponse:
    _receive(source, groups)
    return JsonResponse({"status": "success", "message": "Event processed", "dedup_key": groups[0].key}, status=202)


def _take(source: AlertSource, request: HttpRequest) -> HttpResponse:
    door.bounded(request, most=MAX_BYTES)
    door.check_signature(source, request)
    groups = _parsed(source, door.document(request))
    return door.once(source, request, lambda _request: _taken(source, groups))


def _taken(source: AlertSource, groups: tuple[Group, ...]) -> HttpResponse:
    proposals = _receive(source, groups)
    return JsonResponse({"status": "success", "proposals": [proposal.pk for proposal in proposals]}, status=202)


def _receive(source: AlertSource, groups: tuple[Group, ...]) -> list[Proposal]:
    return actions.receive(source=source, groups=groups, by=policies.as_actor(source), at=timezone.now())


def _parsed(source: AlertSource, body: Mapping[str, Any]) -> tuple[Group, ...]:
    try:
        return all_parsers()[source.format].parse(body, source.mapping)
    except Unreadable as error:
        raise door.unreadable(source, str(error), error.fields) from None
