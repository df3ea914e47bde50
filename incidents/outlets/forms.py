"""What staff fill in about an account. The secret goes in and never comes out."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from core.delivery import networks
from incidents.outlets.models import Outlet
from incidents.outlets.states import EventKind, Reader


def channels() -> list[tuple[str, str]]:
    return [(name, str(network.label)) for name, network in sorted(networks.with_accounts().items())]


class OutletForm(forms.ModelForm):
    channel = forms.ChoiceField(label=_("Network"), choices=channels)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    secret = forms.CharField(
        label=_("Secret"),
        max_length=1000,
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of event"), choices=EventKind, widget=forms.CheckboxSelectMultiple, required=True
    )

    class Meta:
        model = Outlet
        fields = ("name", "channel", "address", "secret", "reader", "language", "audience", "kinds")
        fields += ("components", "regions")
        help_texts = {
            "reader": _("Staff get reminders and calls for roles there, and no update; this can't be changed later."),
            "components": _("None: all components."),
            "regions": _("None: all regions."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["kinds"] = list(self.instance.kinds)
        known = networks.with_accounts()
        if self.instance.pk:
            self.fields["channel"].disabled = True
            known = {name: each for name, each in known.items() if name == self.instance.channel}
            self.fields["secret"].help_text = _("Kept, and shown to nobody. Type a new one to replace it.")
        else:
            self.initial.setdefault("audience", "general")
            self.initial.setdefault("channel", "chat")
            self.fields["secret"].help_text = _told(known, "secret")
        self.fields["address"].help_text = _told(known, "address")

    def clean(self) -> dict[str, Any]:
        """What the network would refuse is said beside its field."""
        data = super().clean()
        network = networks.with_accounts().get(data.get("channel", ""))
        address, secret = data.get("address", ""), data.get("secret", "")
        if (
            network is None
            or network.account is None
            or (self.instance.pk and not {"address", "secret"} & {*self.changed_data})
        ):
            return data
        if self.instance.pk and not secret and Outlet.objects.filter(pk=self.instance.pk).exclude(secret="").exists():
            self.add_error("secret", _("A new address needs its secret; the old one is not sent there."))
            return data
        if data.get("reader") == Reader.STAFF and not network.closed:
            self.add_error("reader", _("Everybody reads along on this network; staff are told in a chat."))
        try:
            network.account.check(address.strip(), secret.strip())
        except networks.Unusable as problem:
            for field, texts in problem.fields.items():
                self.add_error(field, texts)
        return data


def _told(known: dict[str, networks.Network], what: str) -> SafeString:
    """What each network wants in this field, a line each."""
    lines = ((network.label, getattr(network.account, what)) for _name, network in sorted(known.items()))
    if len(known) == 1:
        return format_html_join("", "{1}", lines)
    return format_html_join(mark_safe("<br>"), "<strong>{}</strong>: {}", lines)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
