"""A POST repeated with the same Idempotency-Key happens once and is answered twice."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web import problems, throttles
from core.web.models import IdempotencyKey
from core.web.problems import Problem

KEPT_HOURS = 24
LEASE_SECONDS = 60  # after that, the first request is taken to have died
TOLD_ONCE = "told_once"  # set on a response whose body holds a secret: its body is not kept
HEADER = "Idempotency-Key"
Answer = Callable[[HttpRequest], HttpResponse]


def answer(request: HttpRequest, get_response: Answer) -> HttpResponse:
    """The first success, or its copy.

    The answer is kept in the transaction of the work itself, so that neither exists without the
    other. What failed changed nothing and isn't kept: the key is free for another try.
    """
    key = request.headers[HEADER]
    if not 1 <= len(key) <= 255 or not key.isascii() or not key.isprintable():
        detail = _("Idempotency-Key must be 1 to 255 printable ASCII characters.")
        return problems.response(Problem(400, detail, code="invalid", errors={HEADER: [detail]}))
    return once(request, get_response, owner=throttles.whose(request), key=key)


def once(request: HttpRequest, get_response: Answer, *, owner: str, key: str) -> HttpResponse:
    """`answer` for a key of 1 to 255 printable ASCII characters that came some other way."""
    fingerprint = _fingerprint(request)
    kept, claimed = _claim(owner, key, fingerprint, timezone.now())
    if not claimed:
        return _replay(kept, fingerprint)
    try:
        response = _work(request, get_response, kept)
    except BaseException:
        _release(kept)
        raise
    if response.status_code >= 300:
        _release(kept)
    return response


def _work(request: HttpRequest, get_response: Answer, kept: IdempotencyKey) -> HttpResponse:
    with transaction.atomic():
        response = get_response(request)
        if response.status_code >= 300:
            transaction.set_rollback(True)
        elif not _keep(kept, response):
            transaction.set_rollback(True)
            return problems.response(_in_flight())
    return response


def _fingerprint(request: HttpRequest) -> str:
    told = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(told + request.body).hexdigest()


def _claim(owner: str, key: str, fingerprint: str, now: datetime) -> tuple[IdempotencyKey, bool]:
    """The row of this key, and whether this request is the one to do the work."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(owner=owner, key=key, fingerprint=fingerprint, created_at=now), True
    except IntegrityError:
        kept = IdempotencyKey.objects.filter(owner=owner, key=key).first()
    if kept is None:  # released between the two statements
        return _claim(owner, key, fingerprint, now)
    lifetime = timedelta(hours=KEPT_HOURS) if kept.status else timedelta(seconds=LEASE_SECONDS)
    if kept.created_at + lifetime > now:
        return kept, False
    taken = IdempotencyKey.objects.filter(pk=kept.pk, created_at=kept.created_at, status=kept.status).update(
        created_at=now, fingerprint=fingerprint, status=None, body=b""
    )
    kept.created_at, kept.status = now, None
    return kept, bool(taken)


def _replay(kept: IdempotencyKey, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        detail = _("This Idempotency-Key was used for another request. Take a new one.")
        return problems.response(Problem(422, detail, code="idempotency_key_reused"))
    if kept.status is None:
        return problems.response(_in_flight())
    if not kept.body and kept.status != 204:
        detail = _("This was done, and its secret was told in the first answer, which isn't kept.")
        return problems.response(Problem(409, detail, code=TOLD_ONCE))
    return HttpResponse(
        bytes(kept.body),
        status=kept.status,
        content_type="application/json",
        headers={"Idempotency-Replayed": "true"},
    )


def _in_flight() -> Problem:
    detail = _("The first request with this Idempotency-Key is still being worked on.")
    return Problem(409, detail, code="idempotency_key_in_flight", headers={"Retry-After": "1"})


def _keep(kept: IdempotencyKey, response: HttpResponse) -> bool:
    """False where another request has taken over, because this one outlived its lease."""
    body = b"" if getattr(response, TOLD_ONCE, False) else response.content
    mine = IdempotencyKey.objects.filter(pk=kept.pk, created_at=kept.created_at, status=None)
    return bool(mine.update(status=response.status_code, body=body))


def _release(kept: IdempotencyKey) -> None:
    IdempotencyKey.objects.filter(pk=kept.pk, created_at=kept.created_at, status=None).delete()


def forget(at: datetime) -> int:
    """Delete what is past its 24 hours."""
    return IdempotencyKey.objects.filter(created_at__lt=at - timedelta(hours=KEPT_HOURS)).delete()[0]
