"""The staff form of a page, and how long a link to a private one lasts."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.text.translations import OWN_NAMES, Language
from incidents.statuspages import choosing
from incidents.statuspages.models import StatusPage

LONGEST_DAYS = 3650


class StatusPageForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        choices=OWN_NAMES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The page's own language is always among them."),
    )

    class Meta:
        model = StatusPage
        fields = (
            *("name", "host", "language", "languages", "time_zone", "all_components", "components", "regions"),
            *("visibility", "audience"),
        )
        help_texts = {
            "host": _("Readers of this host see this page. Point its name and certificate at this server."),
            "components": _("A hidden component stays hidden, except on a private page that names it here."),
            "regions": _("Only what harms one of these regions, or everywhere. None chosen means all."),
            "audience": _("Whose texts a private page shows; empty means everybody's."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:  # not where somebody may only look
            self.fields["languages"].label = capfirst(StatusPage._meta.get_field("languages").verbose_name)

    def clean_host(self) -> str:
        return self.cleaned_data["host"].lower()

    def clean_languages(self) -> list[str]:
        return [code for code in Language.values if code in self.cleaned_data["languages"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        found = choosing.problems(
            is_default=self.instance.is_default,
            visibility=data.get("visibility", self.instance.visibility),
            time_zone=data.get("time_zone", self.instance.time_zone),
            audience=data.get("audience"),
            all_components=data.get("all_components", True),
            components=data.get("components", [True]),
        )
        for field, messages in found.items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, messages)
        return data


class LinkForm(forms.Form):
    """For how long a link opens a private page; without an end it lasts until the links are replaced."""

    valid_days = forms.IntegerField(
        label=_("Valid for how many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        required=False,
        help_text=_("Empty: until you replace all links of this page."),
    )
