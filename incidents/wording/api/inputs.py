from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.text.translations import Language
from incidents.response.models import Incident
from incidents.wording.linter import table

TEXT_LENGTH, SUBJECT_LENGTH = 20_000, 200
PHASES = tuple(table.BY_PHASE)
KINDS = ("any", "page", "email", "short", "chat", "webhook")


def one_of(choices: tuple[str, ...]) -> RegexValidator:
    """Named by a pattern: as a choice it would take the name of communication's in the API's description."""
    return RegexValidator(rf"^(?:{'|'.join(choices)})$", _("Choose one of the documented values."))


class CheckInput(serializers.Serializer):
    """One text. With `incident`, its ledger, components and regions are known to the linter."""

    text = serializers.CharField(max_length=TEXT_LENGTH, help_text="Markdown, with {placeholder} fields.")
    language = serializers.ChoiceField(choices=Language.choices)
    subject = serializers.CharField(max_length=SUBJECT_LENGTH, allow_blank=True, default="")
    phase = serializers.CharField(max_length=20, validators=[one_of(PHASES)], default="progress")
    audience = serializers.SlugField(max_length=40, default="general")
    channel_kind = serializers.CharField(max_length=20, validators=[one_of(KINDS)], default="any")
    incident = serializers.SlugRelatedField(
        slug_field="reference", queryset=Incident.objects.all(), required=False, allow_null=True
    )
    next_update_at = serializers.DateTimeField(required=False, allow_null=True)
