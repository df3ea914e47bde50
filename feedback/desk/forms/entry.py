from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import telephones
from core.text.translations import Language
from core.web.errors import Invalid
from feedback.targets.models import RegisterPolicy
from feedback.threads.actions.receive import LONGEST
from feedback.threads.errors import refuse_unreachable
from feedback.threads.states import Origin, ReplyBy
from incidents.catalogue.models import Component


class EntryForm(forms.Form):
    """What somebody said on the telephone, wrote in a letter, or told one of us."""

    origin = forms.ChoiceField(
        label=_("It came"),
        choices=[(Origin.PHONE, _("by telephone")), (Origin.STAFF, _("by letter, or in person"))],
        widget=forms.RadioSelect,
        initial=Origin.PHONE,
    )
    text = forms.CharField(
        label=_("What the customer said"),
        help_text=_("In the customer's own words as far as you can."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("The customer's language"), choices=Language.choices)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, help_text=_("With the country's number: +33 6 12 34 56 78")
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    reply_by = forms.ChoiceField(
        label=_("How we answer"),
        choices=[
            (ReplyBy.PHONE, _("We call back")),
            (ReplyBy.EMAIL, _("By e-mail")),
            (ReplyBy.LINK, _("By a link we hand over")),
        ],
        widget=forms.RadioSelect,
        initial=ReplyBy.PHONE,
    )
    register = forms.ModelChoiceField(
        label=_("Register"), queryset=RegisterPolicy.objects.order_by("position"), required=False
    )
    component = forms.ModelChoiceField(
        label=_("Component"), queryset=Component.objects.order_by("position", "pk"), required=False
    )

    def clean_telephone(self) -> str:
        given = self.cleaned_data["telephone"]
        if not given:
            return ""
        try:
            return telephones.normal(given)
        except ValueError as error:
            sentence = _("Give the number with its country: +33 6 12 34 56 78.")
            raise forms.ValidationError(sentence) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "reply_by" in given:
            reach = {name: given.get(name) or "" for name in ("email", "telephone")}
            try:
                refuse_unreachable(given["reply_by"], **reach)
            except Invalid as error:
                for field, texts in error.fields.items():
                    if field not in self.errors:
                        self.add_error(field, texts)
        return given
