"""Who is asking over HTML, in which language and time zone; and that a refusal is remembered."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from core.accounts import queries
from core.accounts.authentication import token_of
from core.accounts.models import User
from core.actor import Actor, Refused, refused, visitor

Answer = Callable[[HttpRequest], HttpResponse]


def _actor(request: HttpRequest) -> Actor:
    if request.headers.get("Authorization"):
        token = token_of(request)
        return queries.actor_for_token(token) if token else visitor()
    return queries.actor_for_user(request.user) if request.user.is_authenticated else visitor()


class ActorMiddleware:
    """`request.actor`, found when first asked for: a page that asks for nobody reads no session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Views run outside a transaction, so the refused one has rolled back by now."""
        if isinstance(exception, Refused):
            refused.send(sender=type(self), error=exception, path=request.path)


class StaffLocaleMiddleware:
    """In the staff interface a person's own language and time zone beat the browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")) or not request.user.is_authenticated:
            return self.get_response(request)
        translation.activate(request.user.locale)
        with timezone.override(_zone(request.user)):
            return self.get_response(request)


def _zone(user: User) -> zoneinfo.ZoneInfo:
    """The person's zone; UTC where the stored name means nothing to this machine."""
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
