"""Who calls the API: a program by its token, or a member of staff by the session."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from core.accounts import bearer, queries
from core.accounts.models import ApiToken, User
from core.web import throttles
from core.web.problems import Problem


def token_of(request: HttpRequest) -> ApiToken | None:
    """The usable token this request brings, looked up once per request."""
    if not hasattr(request, "api_token"):
        scheme, _space, text = get_authorization_header(request).decode("latin-1").partition(" ")
        found = bearer.find(text.strip(), timezone.now()) if scheme.lower() == "bearer" else None
        request.api_token = found
    return request.api_token


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer cand_…`"""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        if not get_authorization_header(request):
            return None
        token = token_of(request._request)
        if token is None:
            throttles.refuse_guesses(request)
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        bearer.note_use(token, timezone.now())
        request._request.actor = queries.actor_for_token(token)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Candor"'


class StaffSessionAuthentication(SessionAuthentication):
    """A member of staff signed in to the staff interface; writes need the CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found is None or not found[0].is_staff:
            return None
        if request.method not in SAFE_METHODS and queries.lacks_second_factor(found[0]):
            raise Problem(
                403, _("Your role needs a second factor. Set one up to go on."), code="second_factor_required"
            )
        request._request.actor = queries.actor_for_user(found[0])
        return found


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token with scopes, made by `create_token`."}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = StaffSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Staff, with X-CSRFToken."}
