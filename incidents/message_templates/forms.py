"""What a person types about a template."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text.translations import OWN_NAMES, Language
from incidents.communication.states import ChannelKind, Phase
from incidents.message_templates.models import TemplateVersion
from incidents.subscribers.models import Audience


class WriteForm(forms.Form):
    """One text for each language; `edit` is the draft as it was opened."""

    edit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(label=_("What has changed, for whoever reviews it"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, version: TemplateVersion | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        written = {row.language: row.text for row in version.texts.all()} if version else {}
        for code, name in OWN_NAMES:
            self.fields[code] = forms.CharField(
                label=name,
                required=False,
                max_length=20_000,
                initial=written.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 9, "lang": code}),
            )
        if version:
            self.fields["edit"].initial = version.edit

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in Language.values if self.cleaned_data[code].strip()}


class NewForm(WriteForm):
    key = forms.RegexField(
        r"^[a-z][a-z0-9_.]{1,59}$",
        label=_("Key"),
        help_text=_("Small letters, digits, dots and underscores; playbooks name the template by it."),
    )
    purpose = forms.CharField(label=_("What it is for"), max_length=200)
    phase = forms.ChoiceField(label=_("Kind of message"), choices=Phase.choices)
    audience = forms.ModelChoiceField(label=_("Audience"), queryset=Audience.objects.order_by("position"))
    channel_kind = forms.ChoiceField(label=_("Channel"), choices=ChannelKind.choices)
    min_level = forms.IntegerField(label=_("from severity"), min_value=1, max_value=5, initial=1)
    max_level = forms.IntegerField(label=_("to severity"), min_value=1, max_value=5, initial=5)
    field_order = ["key", "purpose", "phase", "audience", "channel_kind", "min_level", "max_level", "note"]


class SendBackForm(forms.Form):
    reason = forms.CharField(label=_("What must change"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
