from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """A new API token of one's own."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(label=_("scopes"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=_("expires on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: it works until it is revoked, or until your password or your role changes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, scope) for scope in settings.SCOPES]


class CodeForm(AuthenticateForm):
    """The code after the password. Wrong ones count for the lock-out like wrong passwords."""

    def clean_code(self) -> str:
        credentials = {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(context.request, credentials):
            context.request.axes_locked_out = True  # django-axes' middleware answers with the page
            raise forms.ValidationError(_("Too many attempts"))
        try:
            return super().clean_code()
        except forms.ValidationError:
            user_login_failed.send(sender=type(self).__module__, credentials=credentials, request=context.request)
            raise
