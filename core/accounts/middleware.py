"""Who is asking over HTML, in which language and time zone, with which factors; and that a refusal is remembered."""

import zoneinfo
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

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


class SessionListMiddleware:
    """Keeps the list of one's sessions true: logging in and a new password each give the session a new key."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.session.session_key
        response = self.get_response(request)
        after = request.session.session_key
        if after and after != before and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)
        return response


class SecondFactorMiddleware:
    """With REQUIRE_MFA, whoever speaks for the company sets up a second factor before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_MFA or not _is_closed_without_factor(request.path):
            return self.get_response(request)
        if not request.user.is_authenticated or not queries.lacks_second_factor(request.user):
            return self.get_response(request)
        messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
        return HttpResponseRedirect(reverse("mfa_index"))


def _is_closed_without_factor(path: str) -> bool:
    """The staff interface without the way in and out and the pages where factors are set up."""
    opened = (reverse("admin:login"), reverse("admin:logout"), reverse("admin:jsi18n"), reverse("account_pages"))
    return path.startswith(reverse("admin:index")) and not path.startswith(opened)
