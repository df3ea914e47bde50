"""What every request passes: its id, the client's true address, and the rules of the API."""

import ipaddress
import re
import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _

from core.actor import refused
from core.web import idempotency, problems
from core.web.problems import Problem

Answer = Callable[[HttpRequest], HttpResponse]
REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


class RequestIdMiddleware:
    """One id in every log line, audit row, problem document and answer of a request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request.id
        return response


class ClientAddressMiddleware:
    """REMOTE_ADDR becomes the client's address, as far as trusted proxies tell it.

    Everything behind (throttles, log-in lock-out, logs) reads REMOTE_ADDR only. Forwarding headers
    from anybody else are dropped, or each client could choose its own address.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer):
            request.META["REMOTE_ADDR"] = client_address(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""))
        else:
            request.forwarded = any(name in request.META for name in FORWARDED)
            for name in FORWARDED:
                request.META.pop(name, None)
        return self.get_response(request)


def is_trusted(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def client_address(peer: str, forwarded_for: str) -> str:
    """The last address in the chain that no trusted proxy wrote for another one."""
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        try:
            peer = str(ipaddress.ip_address(hop))
        except ValueError:
            return peer
        if not is_trusted(peer):
            return peer
    return peer


class ApiMiddleware:
    """Limits, idempotency keys, ETags and the security log for everything under /api/v1/."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/v1/"):
            return self.get_response(request)
        problem = too_large(request) or unreadable(request)
        if problem is not None:
            return problems.response(problem)
        response = self.answer(request)
        refusal = getattr(request, "refusal", None)
        if refusal is not None:
            refused.send(sender=type(self), error=refusal, path=request.path)
        return self.finished(request, response)

    def answer(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or idempotency.HEADER not in request.headers:
            return self.get_response(request)
        try:
            return idempotency.answer(request, self.get_response)
        except (OperationalError, InterfaceError) as error:  # also when the commit itself got no answer
            return problems.response(problems.from_exception(error, request))

    def finished(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Private, revalidated each time, and answered 304 where nothing changed."""
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        if request.method != "GET" or response.status_code != 200 or response.streaming:
            return response
        set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)


def too_large(request: HttpRequest) -> Problem | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) <= settings.API_MAX_BODY_BYTES:
        return None
    limit = settings.API_MAX_BODY_BYTES
    return Problem(413, _("A body may have at most %(limit)d bytes.") % {"limit": limit}, code="too_large", limit=limit)


def unreadable(request: HttpRequest) -> Problem | None:
    """NUL is legal in an address but in no database column."""
    if "\x00" in request.path_info:
        return Problem(404)
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.META.get("QUERY_STRING", ""):
        return Problem(400, _("The address contains a NUL character."))
    return None
