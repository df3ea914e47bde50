"""What people type about a fact on its page, beside the answer itself."""

from typing import Any

from django import forms

from core.text.translations import Language
from incidents.communication.models import Update
from incidents.facts.values import TEXT_LENGTH


class RewordForm(forms.Form):
    """Better words, per language."""

    expected = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in Language.values:
            self.fields[f"text_{language}"] = forms.CharField(required=False, max_length=TEXT_LENGTH)

    def texts(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"text_{language}"] for language in Language.values}


class PublishableForm(forms.Form):
    publishable = forms.BooleanField(required=False)


class CorrectForm(forms.Form):
    """`draft` is the correction, once it is made."""

    update = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    draft: Update | None = None
