"""What people type about an update outside the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from incidents.communication.actions.steps import TEXT_LENGTH
from incidents.communication.gathering import GENERAL
from incidents.communication.texts import ANY, Text


class CorrectForm(forms.Form):
    """The right words, in as many languages as they are known in; the first one is needed."""

    en = forms.CharField(label=Language.ENGLISH.label, max_length=TEXT_LENGTH, widget=forms.Textarea)
    fr = forms.CharField(label=Language.FRENCH.label, max_length=TEXT_LENGTH, widget=forms.Textarea, required=False)
    ja = forms.CharField(label=Language.JAPANESE.label, max_length=TEXT_LENGTH, widget=forms.Textarea, required=False)
    notify = forms.BooleanField(label=_("tell subscribers"), initial=True, required=False)
    override_reason = forms.CharField(
        label=_("Publish it nevertheless, because"),
        max_length=1000,
        required=False,
        help_text=_("Only where the wording check blocks it. Kept with the message and in the audit trail."),
    )

    def clean(self) -> dict[str, Any]:
        """As `correct` takes it."""
        given = super().clean() or {}
        texts = [
            Text(GENERAL, ANY, language, "", given[language]) for language in Language.values if given.get(language)
        ]
        return {
            "texts": texts,
            "notify": given.get("notify", True),
            "override_reason": given.get("override_reason", ""),
        }
