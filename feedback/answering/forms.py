"""What a person types about a canned reply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text.translations import OWN_NAMES, Language
from feedback.answering.models import CannedReply
from feedback.targets.models import RegisterPolicy
from incidents.catalogue.models import Component


class CannedForm(forms.Form):
    """Title and text per language; `edit` is what was opened."""

    edit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_.]{1,59}$",
        label=_("Key"),
        help_text=_("Small letters, digits, dots and underscores; programs name the reply by it."),
    )
    register = forms.ModelChoiceField(
        label=_("Register"), queryset=RegisterPolicy.objects.none(), required=False, empty_label=_("any")
    )
    component = forms.ModelChoiceField(
        label=_("Component"), queryset=Component.objects.none(), required=False, empty_label=_("any")
    )

    def __init__(self, data: Any = None, *, canned: CannedReply | None = None) -> None:
        super().__init__(data)
        self.fields["register"].queryset = RegisterPolicy.objects.order_by("position", "slug")
        self.fields["component"].queryset = Component.objects.order_by("position", "name")
        written = {row.language: row for row in canned.texts.all()} if canned else {}
        for code, name in OWN_NAMES:
            row = written.get(code)
            title = forms.CharField(label=f"{name}: {_('title')}", required=False, max_length=120)
            text = forms.CharField(label=f"{name}: {_('text')}", required=False, max_length=5_000)
            title.widget.attrs["lang"] = code
            text.widget = forms.Textarea(attrs={"rows": 8, "lang": code})
            title.initial, text.initial = (row.title, row.text) if row else ("", "")
            self.fields[f"title_{code}"], self.fields[f"text_{code}"] = title, text
        if canned:
            del self.fields["key"]
            for name in ("edit", "register", "component"):
                self.fields[name].initial = getattr(canned, name)

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        given = self.cleaned_data
        return {code: {name: given[f"{name}_{code}"] for name in ("title", "text")} for code in Language.values}
