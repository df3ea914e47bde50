from django import forms
from django.utils.translation import gettext_lazy as _


class WhoForm(forms.Form):
    who = forms.CharField(
        label=_("E-mail address, or account on a network"),
        max_length=254,
        help_text=_("As they wrote to us: ana@example.org, or @ana@example.social."),
    )


class SureForm(WhoForm):
    """The second confirmation."""

    who = forms.CharField(widget=forms.HiddenInput, max_length=254)
    threads = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    sure = forms.BooleanField(label=_("I know that this can't be undone."))
