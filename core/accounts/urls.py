"""One's own account: factors, sessions, and the way through a provider. No sign-up, no change of address."""

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from core.accounts.views import SessionsView, StaffLoginView, patient

login = [path("admin/login/", StaffLoginView.as_view(), name="account_login")]

urlpatterns = [
    path("", login_required(RedirectView.as_view(pattern_name="mfa_index")), name="account_pages"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", RedirectView.as_view(pattern_name="admin:login"), name="account_inactive"),
    path("cancelled/", RedirectView.as_view(pattern_name="admin:login"), name="socialaccount_login_cancelled"),
    path("sessions/", SessionsView.as_view(), name="usersessions_list"),
    path("second-factor/", include("allauth.mfa.urls")),
    # Only by a form of ours: a link elsewhere must not sign anybody in.
    path("provider/<slug:provider_id>/login/", require_POST(patient(openid.login)), name="openid_connect_login"),
    path("provider/<slug:provider_id>/login/callback/", patient(openid.callback), name="openid_connect_callback"),
]
