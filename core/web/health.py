"""Is this process alive, and may traffic come? For load balancers and the supervisor."""

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.web import vitals
from core.web.vitals import Check

log = structlog.get_logger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: answers without the database, so that its loss doesn't restart every web process."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: 503 when something vital is missing. The notes hold no secret; details are in the log."""
    checks = [database(), *others()]
    ready = all(check.ok for check in checks if check.vital)
    told = {check.name: {"ok": check.ok, "note": check.note} for check in checks}
    return JsonResponse({"ready": ready, "checks": told}, status=200 if ready else 503)


def database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.error("database_away", error=str(error))
        return Check("database", ok=False, note="no answer", vital=True)
    return Check("database", ok=True, vital=True)


def others() -> list[Check]:
    try:
        return vitals.checks(timezone.now())
    except DatabaseError as error:
        log.error("checks_failed", error=str(error))
        return []
