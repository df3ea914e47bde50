"""How allauth behaves here: no sign-up, staff only, and a provider vouches for an address but grants nothing."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts import queries
from core.accounts.models import User

PASSWORD_BACKEND = "core.accounts.backends.StaffBackend"
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}  # the page itself says so


def back_to_login(request: HttpRequest, text: str) -> HttpResponse:
    messages.error(request, text)
    return HttpResponseRedirect(reverse("admin:login"))


def provider_failed(request: HttpRequest) -> HttpResponse:
    text = _("Your provider did not let you in, or does not answer. Try again, or sign in with your password.")
    return back_to_login(request, text)


class StaffAccountAdapter(DefaultAccountAdapter):
    """Every way in ends here: password, passkey and provider alike."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Already the client's (core.web.middleware.ClientAddressMiddleware); no header is read twice."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # none over a Unix socket

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        if not (user.is_active and user.is_staff):
            return back_to_login(request, _("This account may not sign in."))
        return super().pre_login(request, user, **how)

    def login(self, request: HttpRequest, user: User) -> None:
        """After a second factor the person is read anew and has lost the backend that knew the password."""
        user.backend = PASSWORD_BACKEND
        super().login(request, user)

    def add_message(self, request: HttpRequest, level: int, template: str | None = None, *a: Any, **more: Any) -> None:
        if template not in SILENT:
            super().add_message(request, level, template, *a, **more)


class StaffSocialAdapter(DefaultSocialAccountAdapter):
    """Signing in with an OpenID Connect provider opens existing accounts only; roles are given here, not there."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The first time, the person is known by an address the provider has verified; later by its `sub`."""
        if sociallogin.is_existing:
            return
        # Some providers send the text "false", which is true to Python.
        verified = [address.email for address in sociallogin.email_addresses if address.verified is True]
        user = queries.staff_by_address(verified)
        if user is None:
            text = _("No member of staff here has the address your provider has verified. Ask an administrator.")
            raise ImmediateHttpResponse(back_to_login(request, text))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(provider_failed(request))
