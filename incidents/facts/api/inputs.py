"""What each call takes; named like the keyword arguments of its action."""

from typing import Any

from django.contrib.auth.models import Group
from rest_framework import serializers

from core.accounts.models import User
from core.text.translations import Language
from incidents.facts import states, values
from incidents.facts.actions.asking import NOTE_LENGTH
from incidents.facts.actions.steps import SOURCE_LENGTH
from incidents.response.states import Role

GIVEN = [choice for choice in states.State.choices if choice[0] != states.State.RETRACTED]
TEXT = {"max_length": values.TEXT_LENGTH}
OPTIONAL = {"required": False, "allow_null": True}


class FactValueInput(serializers.Serializer):
    """The fields of the fact's kind; those of another kind are refused."""

    at = serializers.DateTimeField(**OPTIONAL, help_text="moment")
    low = serializers.IntegerField(min_value=0, max_value=values.LARGEST, **OPTIONAL, help_text="number")
    high = serializers.IntegerField(min_value=0, max_value=values.LARGEST, **OPTIONAL, help_text="number")
    earliest = serializers.DateTimeField(**OPTIONAL, help_text="eta")
    latest = serializers.DateTimeField(**OPTIONAL, help_text="eta")
    basis = serializers.CharField(**TEXT, required=False, allow_blank=True, help_text="eta: what it rests on")
    confidence = serializers.ChoiceField(choices=states.Confidence.choices, required=False, help_text="eta")
    answer = serializers.BooleanField(**OPTIONAL, help_text="yes_no, verified")
    note = serializers.CharField(**TEXT, required=False, allow_blank=True, help_text="yes_no")
    verified_by = serializers.CharField(**TEXT, required=False, allow_blank=True, help_text="verified: who looked")
    text = serializers.CharField(**TEXT, required=False, allow_blank=True, help_text="note")
    name = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="third_party; empty: no supplier is the cause"
    )


class FactTextsInput(serializers.Serializer):
    """Customers' wording by language."""

    en = serializers.CharField(**TEXT, required=False, allow_blank=True)
    fr = serializers.CharField(**TEXT, required=False, allow_blank=True)
    ja = serializers.CharField(**TEXT, required=False, allow_blank=True)


class ExpectedInput(serializers.Serializer):
    expected = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text="The version you have read (0: no answer yet); 409 with `current` when somebody was faster.",
    )


class FactAnswerInput(ExpectedInput):
    state = serializers.ChoiceField(choices=GIVEN)
    value = FactValueInput(required=False)
    texts = FactTextsInput(required=False)
    source = serializers.CharField(max_length=SOURCE_LENGTH, required=False, allow_blank=True)


class RetractInput(ExpectedInput):
    reason = serializers.CharField(max_length=SOURCE_LENGTH)


class RewordInput(ExpectedInput):
    texts = FactTextsInput()


class PublishableInput(serializers.Serializer):
    publishable = serializers.BooleanField()


class AskInput(serializers.Serializer):
    """Exactly one of `user`, `role` and `group`."""

    user = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True, is_staff=True), required=False
    )
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    group = serializers.SlugRelatedField(slug_field="name", queryset=Group.objects.all(), required=False)
    due_at = serializers.DateTimeField()
    note = serializers.CharField(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class NoInput(serializers.Serializer):
    """An empty object."""


LANGUAGES = tuple(Language.values)


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Nested objects as the plain dicts actions take."""
    return {name: dict(each) if isinstance(each, dict) else each for name, each in data.items()}
