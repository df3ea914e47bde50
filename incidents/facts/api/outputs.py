"""What a fact looks like to a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from incidents.facts import states
from incidents.facts.models import FactAnswer, FactRequest
from incidents.facts.queries import Ledger, Line

VALUE = {"type": "object", "additionalProperties": True, "description": "The fields of the fact's kind."}
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}, "description": "By language."}


class FactAnswerSerializer(serializers.ModelSerializer):
    """One answer of the history."""

    value = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()

    class Meta:
        model = FactAnswer
        fields = ("number", "state", "value", "texts", "source", "answered_at", "answered_by", "role")
        read_only_fields = fields

    @extend_schema_field(VALUE)
    def get_value(self, row: FactAnswer) -> dict[str, Any]:
        return row.value

    @extend_schema_field(TEXTS)
    def get_texts(self, row: FactAnswer) -> dict[str, str]:
        return row.texts


class FactRequestSerializer(serializers.ModelSerializer):
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    user = serializers.SlugRelatedField(source="to_user", slug_field="username", read_only=True, allow_null=True)
    role = serializers.CharField(source="to_role", help_text="Empty unless a role is asked")
    group = serializers.SlugRelatedField(source="to_group", slug_field="name", read_only=True, allow_null=True)

    class Meta:
        model = FactRequest
        fields = (
            *("id", "incident", "key", "user", "role", "group", "note", "due_at", "asked_at", "asked_by"),
            *("settled_at", "settled_by"),
        )
        read_only_fields = fields


class FactSerializer(serializers.Serializer):
    """One question with its present answer; `state` is null while nobody has answered."""

    key = serializers.CharField(source="item.key")
    label = serializers.CharField(source="item.label")
    question = serializers.CharField(source="item.question")
    kind = serializers.ChoiceField(source="item.kind", choices=states.Kind.choices)
    needed_by = serializers.ChoiceField(source="item.need", choices=states.Need.choices)
    department = serializers.CharField(source="item.department")
    derived = serializers.BooleanField(source="item.derived", help_text="Set elsewhere: by impacts, by publishing")
    publishable = serializers.BooleanField(help_text="Whether `{key}` may stand in messages")
    due = serializers.BooleanField(help_text="The next message lacks it")
    version = serializers.IntegerField(help_text="Give it back as `expected`; 0 before the first answer")
    state = serializers.SerializerMethodField()
    value = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()
    source = serializers.SerializerMethodField()
    answered_at = serializers.SerializerMethodField()
    answered_by = serializers.SerializerMethodField()
    requests = FactRequestSerializer(many=True)

    @extend_schema_field({"type": ["string", "null"], "enum": [*states.State.values, None]})
    def get_state(self, line: Line) -> str | None:
        return line.answer.state if line.answer else None

    @extend_schema_field(VALUE)
    def get_value(self, line: Line) -> dict[str, Any]:
        return line.answer.value if line.answer else {}

    @extend_schema_field(TEXTS)
    def get_texts(self, line: Line) -> dict[str, str]:
        return line.answer.texts if line.answer else {}

    def get_source(self, line: Line) -> str:
        return line.answer.source if line.answer else ""

    @extend_schema_field({"type": ["string", "null"], "format": "date-time"})
    def get_answered_at(self, line: Line) -> str | None:
        moment = line.answer.at if line.answer else None
        return serializers.DateTimeField().to_representation(moment) if moment else None

    def get_answered_by(self, line: Line) -> str:
        return line.answer.by if line.answer else ""


@extend_schema_serializer(many=False)  # the list of a resource that has only one
class FactLedgerSerializer(serializers.Serializer):
    """Every question; `phase` is the message that comes next, `due` the keys it lacks."""

    phase = serializers.CharField()
    due = serializers.SerializerMethodField()
    facts = FactSerializer(many=True, source="lines")

    def get_due(self, ledger: Ledger) -> list[str]:
        return [line.item.key for line in ledger.due]
