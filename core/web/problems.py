"""Every error of the API as an RFC 9457 problem document."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core import exceptions as django
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as rest
from rest_framework.response import Response

from core.actor import Refused
from core.web.errors import Invalid

CONTENT_TYPE = "application/problem+json"
FORM = "__all__"  # the key of what concerns no single field
RETRY_AFTER_SECONDS = 5  # when the database is away


class Problem(rest.APIException):
    """One problem document, raised or made from another exception.

    `errors` maps field names to lists of sentences; `extra` holds further members (`allowed`).
    """

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        code: str = "",
        errors: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or title(status))
        self.status_code, self.code = status, code or HTTPStatus(status).name.lower()
        self.errors, self.headers, self.extra = errors, dict(headers or {}), extra

    def document(self) -> dict[str, Any]:
        document = {
            "type": f"urn:candor:problem:{self.code}",
            "title": title(self.status_code),
            "status": self.status_code,
            "detail": str(self.detail),
            "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
        }
        if self.errors:
            document["errors"] = self.errors
        return document | self.extra


def title(status: int) -> str:
    return {
        400: _("The request can't be used"),
        401: _("Who are you?"),
        403: _("You are not allowed to do this"),
        404: _("There is nothing here"),
        405: _("This address doesn't know that method"),
        406: _("That format isn't offered"),
        409: _("This doesn't fit the present state"),
        413: _("Too large"),
        415: _("Send JSON"),
        422: _("This key was used for something else"),
        429: _("Too many requests"),
        503: _("Not available for the moment"),
    }.get(status) or (_("Something went wrong on our side") if status >= 500 else HTTPStatus(status).phrase)


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook. None lets a bug travel to Django's 500, which is a problem document as well."""
    request = context["request"]
    problem = from_exception(exc, request)
    if problem is None:
        return None
    if isinstance(exc, Refused):
        request._request.refusal = exc  # told to the security log by RefusalMiddleware, after the rollback
    return Response(problem.document(), status=problem.status_code, headers=problem.headers, content_type=CONTENT_TYPE)


def from_exception(exc: Exception, request: Any) -> Problem | None:
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, rest.APIException):
        return _from_rest(exc)
    if isinstance(exc, Http404):
        return Problem(404, code="not_found")
    if isinstance(exc, django.PermissionDenied):
        return _denied(exc, request)
    if isinstance(exc, django.ValidationError):
        return Problem(400, _summary(by_field(exc)), code="invalid", errors=by_field(exc))
    if isinstance(exc, Invalid):
        errors = _renamed(exc.fields)
        return Problem(400, _summary(errors), code=exc.code, errors=errors, **getattr(exc, "extra", {}))
    return _from_state(exc) or _from_database(exc)


def _from_rest(exc: rest.APIException) -> Problem:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(max(1, round(exc.wait)))
    if isinstance(exc, rest.ValidationError):
        errors = exc.detail if isinstance(exc.detail, Mapping) else {FORM: exc.detail}
        errors = _renamed(errors)
        return Problem(400, _summary(errors), code="invalid", errors=errors)
    return Problem(exc.status_code, str(exc.detail), code=exc.default_code, headers=headers)


def _renamed(errors: Mapping[str, Any]) -> dict[str, Any]:
    """One name for what concerns no single field, whoever found it."""
    return {FORM if name in {"non_field_errors", ""} else name: sentences for name, sentences in errors.items()}


def _denied(exc: django.PermissionDenied, request: Any) -> Problem:
    """401 where nobody has said who they are yet, else 403."""
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        return Problem(403, str(exc), code="forbidden")
    return Problem(401, headers={"WWW-Authenticate": "Bearer"})


def _from_state(exc: Exception) -> Problem | None:
    """Domain exceptions: `Conflict` and whatever names the moves there are by `allowed`."""
    extra = dict(getattr(exc, "extra", None) or {})
    if hasattr(exc, "allowed"):
        extra["allowed"] = [str(state) for state in exc.allowed]
    status = getattr(exc, "status_code", 409 if "allowed" in extra else None)
    if status is None:
        return None
    code = getattr(exc, "code", "") or ("move_not_allowed" if "allowed" in extra else "")
    return Problem(status, str(exc), code=code, **extra)


def _from_database(exc: Exception) -> Problem | None:
    if isinstance(exc, (ProtectedError, RestrictedError)):
        return Problem(409, _("It is still used by something else."), code="still_used")
    if isinstance(exc, IntegrityError):
        structlog.get_logger(__name__).warning("integrity_error", error=str(exc))
        return Problem(409, _("It contradicts something already stored."), code="conflict")
    if isinstance(exc, DataError):
        structlog.get_logger(__name__).warning("data_error", error=str(exc))
        return Problem(400, code="invalid")
    if isinstance(exc, (OperationalError, InterfaceError)):
        structlog.get_logger(__name__).error("database_away", error=str(exc))
        return Problem(503, code="unavailable", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return None


def by_field(exc: django.ValidationError) -> dict[str, list[str]]:
    return exc.message_dict if hasattr(exc, "error_dict") else {FORM: exc.messages}


def _summary(errors: Mapping[str, Any]) -> str:
    names = [name for name in errors if name != FORM]
    if names:
        return _("Please correct: %(fields)s.") % {"fields": ", ".join(names)}
    return " ".join(str(sentence) for sentence in errors.get(FORM, []))


def response(problem: Problem) -> HttpResponse:
    """The document outside of DRF: middleware and Django's own error views."""
    return HttpResponse(
        json.dumps(problem.document(), ensure_ascii=False, default=str),
        status=problem.status_code,
        headers=problem.headers,
        content_type=CONTENT_TYPE,
    )


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
