"""The way in for staff; what follows the password is allauth's."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from requests import RequestException

from core.accounts import adapters


@method_decorator(never_cache, name="dispatch")
class StaffLoginView(LoginView):
    """Django's page and form, so that the lock-out sees every password; then the second factor, if there is one."""

    authentication_form = AdminAuthenticationForm
    template_name = "admin/login.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(app_path=self.request.get_full_path(), **more)

    def form_valid(self, form: AdminAuthenticationForm) -> HttpResponse:
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, login)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form may only be sent to the provider from here: browsers check where the answer leads, too."""
        if request.method == "GET" and request.user.is_authenticated and request.user.is_staff:
            return HttpResponseRedirect(self.get_success_url())
        response = super().dispatch(request, *args, **kwargs)
        if settings.OIDC:
            response._csp_update = {"form-action": [settings.OIDC["origin"]]}
        return response


class SessionsView(ListUserSessionsView):
    """Where one is signed in; a POST ends the others."""


def patient(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """allauth's view, but a provider that is down or answers nonsense leaves the way by password."""

    def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError):
            return adapters.provider_failed(request)

    return answer
