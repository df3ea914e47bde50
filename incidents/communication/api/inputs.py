"""What each call takes; named like the keyword arguments of its action."""

from typing import Any

from rest_framework import serializers

from core.text.translations import Language
from incidents.communication.actions.signatures import NOTE_LENGTH
from incidents.communication.actions.steps import SUBJECT_LENGTH, TEXT_LENGTH
from incidents.communication.models import Update
from incidents.communication.states import ChannelKind, Phase
from incidents.communication.texts import Text
from incidents.response.models import Incident
from incidents.response.states import State as IncidentState

TELLABLE = [choice for choice in IncidentState.choices if choice[0] != IncidentState.CLOSED]


class TextInput(serializers.Serializer):
    """The words for one audience, kind of channel and language; `any` is the text the others derive from."""

    audience = serializers.SlugField(max_length=40, default="general")
    channel_kind = serializers.ChoiceField(choices=ChannelKind.choices, default=ChannelKind.ANY)
    language = serializers.ChoiceField(choices=Language.choices)
    subject = serializers.CharField(max_length=SUBJECT_LENGTH, allow_blank=True, default="")
    text = serializers.CharField(max_length=TEXT_LENGTH, help_text="Markdown, with {placeholder} fields.")


class TextsInput(serializers.Serializer):
    texts = TextInput(many=True, allow_empty=False, max_length=100)

    def validate_texts(self, rows: list[dict[str, Any]]) -> list[Text]:
        return [Text(**row) for row in rows]


class DraftInput(TextsInput):
    incident = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())
    phase = serializers.ChoiceField(choices=Phase.choices)
    incident_state = serializers.ChoiceField(choices=TELLABLE, help_text="The state readers are told.")
    next_update_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="The promise; without it, as the severity asks."
    )
    notify = serializers.BooleanField(required=False)
    corrects = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Update.objects.all(), required=False, allow_null=True
    )


class VersionInput(serializers.Serializer):
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="409 when the draft has changed since."
    )


class PublishInput(VersionInput):
    override_reason = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, help_text="Why it goes out although the linter blocks it."
    )


class ReviseInput(serializers.Serializer):
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    phase = serializers.ChoiceField(choices=Phase.choices, required=False)
    incident_state = serializers.ChoiceField(choices=TELLABLE, required=False)
    next_update_at = serializers.DateTimeField(required=False, allow_null=True)
    notify = serializers.BooleanField(required=False)
    texts = TextInput(many=True, allow_empty=False, max_length=100, required=False)

    def validate_texts(self, rows: list[dict[str, Any]]) -> list[Text]:
        return [Text(**row) for row in rows]


class CorrectInput(TextsInput):
    notify = serializers.BooleanField(required=False)
    override_reason = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, help_text="Why it goes out although the linter blocks it."
    )


class PrepareCorrectionInput(serializers.Serializer):
    key = serializers.SlugField(max_length=40, help_text="The fact that has changed since.")


class TouchInput(serializers.Serializer):
    incident = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())
    next_update_at = serializers.DateTimeField(required=False, allow_null=True)
    notify = serializers.BooleanField(required=False)


class PreviewInput(serializers.Serializer):
    """Query parameters."""

    audience = serializers.SlugField(max_length=40, default="general")
    channel_kind = serializers.ChoiceField(choices=ChannelKind.choices, default=ChannelKind.PAGE)
    language = serializers.ChoiceField(choices=Language.choices, default=Language.ENGLISH)


class NothingInput(serializers.Serializer):
    """No fields."""


class SignInput(serializers.Serializer):
    digest = serializers.RegexField(
        r"^[0-9a-f]{64}$",
        required=False,
        max_length=64,
        help_text="`digest` of the signature as you read it; 409 when the words are others by now.",
    )
    note = serializers.CharField(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class WhyInput(serializers.Serializer):
    reason = serializers.CharField(max_length=NOTE_LENGTH)
