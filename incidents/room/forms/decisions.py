"""Sign, refuse, withdraw, object: each about one row of this incident."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from incidents.communication.models import Signature, Update
from incidents.response.forms.fields import Sentence
from incidents.room.forms.moves import RoomForm


class SignatureForm(RoomForm):
    signature = forms.ModelChoiceField(Signature.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signature"].queryset = Signature.objects.filter(update__incident=self.incident)


class SignForm(SignatureForm):
    """`digest` is of the words one has read, so that others are never signed."""

    digest = forms.CharField(widget=forms.HiddenInput, validators=[RegexValidator(r"^[0-9a-f]{64}$")])


class RefuseForm(SignatureForm):
    reason = Sentence(label=_("Why it should not go out so"), rows=2)


class HeldForm(RoomForm):
    update = forms.ModelChoiceField(Update.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["update"].queryset = Update.objects.filter(incident=self.incident)


class WithdrawForm(HeldForm):
    pass


class ObjectForm(HeldForm):
    reason = Sentence(label=_("Why it should not go out"), rows=2)
