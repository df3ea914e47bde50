"""What each move takes; named like the keyword arguments of its action."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.accounts.models import User
from incidents.catalogue.models import Component, Region, SeverityLevel, ThirdParty
from incidents.catalogue.states import ComponentStatus
from incidents.response import states
from incidents.response.actions import ImpactInput
from incidents.response.models import Incident

TEXT = {"max_length": 10_000}
_CLOSED_AS = (states.ClosureReason.RESOLVED, states.ClosureReason.FALSE_ALARM)


class LevelField(serializers.ChoiceField):
    """1 to 5, given back as the level's row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(level, str(level)) for level in range(1, 6)], **kwargs)

    def to_internal_value(self, data: Any) -> SeverityLevel | None:
        level = super().to_internal_value(data)
        row = SeverityLevel.objects.filter(pk=level).first()
        if row is None:
            raise serializers.ValidationError(_("The severity levels are missing: run manage.py bootstrap."))
        return row


def component() -> serializers.Field:
    return serializers.SlugRelatedField(slug_field="slug", queryset=Component.objects.all())


def region() -> serializers.Field:
    return serializers.SlugRelatedField(
        slug_field="slug", queryset=Region.objects.all(), required=False, allow_null=True,
        help_text="null or absent means everywhere",
    )  # fmt: skip


def person() -> serializers.Field:
    return serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True, is_staff=True)
    )


def answers() -> serializers.Field:
    return serializers.DictField(child=serializers.CharField(max_length=40), required=False)


def titles() -> serializers.Field:
    return serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True), required=False, help_text='{"fr": "…"}'
    )


class NoInput(serializers.Serializer):
    """An empty object."""


class ImpactInputSerializer(serializers.Serializer):
    component = component()
    status = serializers.ChoiceField(choices=[c for c in ComponentStatus.choices if c[0] != "operational"])
    region = region()


class DeclareInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    titles = titles()
    kind = serializers.ChoiceField(choices=states.Kind.choices, required=False)
    severity = LevelField(required=False, allow_null=True)
    answers = answers()
    impacts = ImpactInputSerializer(many=True, required=False, max_length=200)
    impact_started_at = serializers.DateTimeField(required=False, allow_null=True)
    detected_at = serializers.DateTimeField(required=False, allow_null=True)
    scheduled_for = serializers.DateTimeField(required=False, allow_null=True)
    scheduled_until = serializers.DateTimeField(required=False, allow_null=True)
    third_party = serializers.SlugRelatedField(
        slug_field="name", queryset=ThirdParty.objects.all(), required=False, allow_null=True
    )
    summary = serializers.CharField(required=False, allow_blank=True, **TEXT)
    symptom = serializers.DictField(
        child=serializers.CharField(max_length=2_000, allow_blank=True),
        required=False,
        help_text='What customers see: {"en": "…"}. Becomes the fact `symptom`; playbooks are offered by it.',
    )

    def validate_impacts(self, rows: list[dict[str, Any]]) -> list[ImpactInput]:
        return [ImpactInput(**row) for row in rows]


class ClassifyInput(serializers.Serializer):
    level = LevelField()
    reason = serializers.CharField(required=False, allow_blank=True, **TEXT)
    answers = answers()


class RoleInput(serializers.Serializer):
    role = serializers.ChoiceField(choices=states.Role.choices)


class AssignInput(RoleInput):
    user = person()


class CallInput(RoleInput):
    user = serializers.SlugRelatedField(
        slug_field="username",
        queryset=User.objects.filter(is_active=True, is_staff=True),
        required=False,
        allow_null=True,
        help_text="null or absent: whoever is trusted with the role",
    )


class HandOverInput(RoleInput):
    to = person()
    note = serializers.CharField(**TEXT)


class ReleaseInput(RoleInput):
    user = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.all(), required=False)


class NoteInput(serializers.Serializer):
    text = serializers.CharField(**TEXT)


class ProgressInput(serializers.Serializer):
    to = serializers.ChoiceField(choices=states.State.choices)
    note = serializers.CharField(required=False, allow_blank=True, **TEXT)


class RecoverInput(serializers.Serializer):
    component = component()
    region = region()


class SetImpactInput(RecoverInput):
    status = serializers.ChoiceField(choices=ComponentStatus.choices)


class ResolveInput(serializers.Serializer):
    summary = serializers.CharField(**TEXT)
    recover_all = serializers.BooleanField(required=False)


class ReopenInput(serializers.Serializer):
    reason = serializers.CharField(**TEXT)


class CloseInput(serializers.Serializer):
    reason = serializers.ChoiceField(choices=[c for c in states.ClosureReason.choices if c[0] in _CLOSED_AS])
    final_severity = LevelField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, **TEXT)


class MergeInput(serializers.Serializer):
    into = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())


class RenameInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    titles = titles()


class SetMilestoneInput(serializers.Serializer):
    name = serializers.ChoiceField(choices=states.Milestone.choices)
    to = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(**TEXT)


class RescheduleInput(serializers.Serializer):
    scheduled_for = serializers.DateTimeField()
    scheduled_until = serializers.DateTimeField()
    reason = serializers.CharField(**TEXT)


class CancelInput(serializers.Serializer):
    reason = serializers.CharField(**TEXT)


class AutomateInput(serializers.Serializer):
    auto = serializers.BooleanField()
    reminder_hours = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=1440), required=False, max_length=10
    )
