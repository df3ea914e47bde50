"""What an incident looks like to a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.catalogue import severity
from incidents.catalogue.api.serializers import ReasonSerializer
from incidents.catalogue.models import SeverityLevel
from incidents.response import clocks, metrics, states, story
from incidents.response.models import Impact, Incident, RoleAssignment, RoleCall, TimelineEntry


class LevelSerializer(serializers.ModelSerializer):
    """Number and name together: a bare digit says nothing."""

    class Meta:
        model = SeverityLevel
        fields = ("level", "alias", "name")


class PersonSerializer(serializers.Serializer):
    username = serializers.CharField()
    name = serializers.CharField(source="__str__")


class RoleSerializer(serializers.ModelSerializer):
    user = PersonSerializer()

    class Meta:
        model = RoleAssignment
        fields = ("role", "user", "from_at", "from_by", "to_at", "to_by", "handoff_note")


class CallSerializer(serializers.ModelSerializer):
    user = PersonSerializer(allow_null=True, help_text="null: whoever is trusted with the role")

    class Meta:
        model = RoleCall
        fields = ("role", "user", "called_at", "called_by", "lapses_at")


class ImpactSerializer(serializers.ModelSerializer):
    component = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    region = serializers.SlugRelatedField(slug_field="slug", read_only=True, help_text="null means everywhere")

    class Meta:
        model = Impact
        fields = ("component", "region", "status", "started_at", "started_by", "ended_at", "ended_by")


class MeasureSerializer(serializers.Serializer):
    """A duration with the two moments it subtracts."""

    key = serializers.CharField()
    label = serializers.CharField()
    from_name = serializers.CharField()
    from_at = serializers.DateTimeField()
    to_name = serializers.CharField()
    to_at = serializers.DateTimeField()
    seconds = serializers.FloatField()


class EntrySerializer(serializers.ModelSerializer):
    text = serializers.SerializerMethodField()

    class Meta:
        model = TimelineEntry
        fields = ("id", "at", "author", "kind", "text", "data")

    def get_text(self, entry: TimelineEntry) -> str:
        return story.retell(entry.text, entry.data)


class IncidentSerializer(serializers.ModelSerializer):
    """A line of the list; needs `queries.listed()`."""

    severity = LevelSerializer(allow_null=True)
    proposed_severity = LevelSerializer(allow_null=True)
    titles = serializers.SerializerMethodField()
    commander = serializers.SerializerMethodField()
    next_duty = serializers.SerializerMethodField()
    next_due_at = serializers.SerializerMethodField()
    reminder_hours = serializers.ListField(child=serializers.IntegerField(), help_text="Of maintenance")

    class Meta:
        model = Incident
        fields = (
            "reference",
            "public_id",
            "kind",
            "title",
            "titles",
            "state",
            "severity",
            "proposed_severity",
            "commander",
            "is_public",
            "scheduled_for",
            "scheduled_until",
            "auto",
            "reminder_hours",
            *states.MILESTONES,
            "first_reported_at",
            "declared_by",
            "closure_reason",
            "next_update_at",
            "next_duty",
            "next_due_at",
            "last_sequence",
            "version",
            "updated_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_titles(self, incident: Incident) -> dict[str, str]:
        return {row.language: row.title for row in incident.translations.all()}

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_commander(self, incident: Incident) -> dict[str, Any] | None:
        if incident.commander_username is None:
            return None
        return {"username": incident.commander_username, "name": incident.commander_name}

    @extend_schema_field({"type": ["string", "null"], "enum": [*clocks.Duty, None]})
    def get_next_duty(self, incident: Incident) -> str | None:
        return clocks.due(incident)[0]

    @extend_schema_field({"type": ["string", "null"], "format": "date-time"})
    def get_next_due_at(self, incident: Incident) -> str | None:
        moment = clocks.due(incident)[1]
        return serializers.DateTimeField().to_representation(moment) if moment else None


class IncidentDetailSerializer(IncidentSerializer):
    """One incident whole, but for its timeline; needs `queries.detailed()`."""

    final_severity = LevelSerializer(allow_null=True)
    severity_reasons = serializers.SerializerMethodField()
    third_party = serializers.SlugRelatedField(slug_field="name", read_only=True)
    merged_into = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    duplicates = serializers.SlugRelatedField(slug_field="reference", many=True, read_only=True)
    roles = RoleSerializer(source="assignments", many=True)
    calls = CallSerializer(many=True, help_text="Calls that nobody has answered yet")
    impacts = ImpactSerializer(many=True)
    measures = serializers.SerializerMethodField()
    allowed = serializers.SerializerMethodField(help_text="The moves there are from the present state")

    class Meta(IncidentSerializer.Meta):
        fields = (
            *IncidentSerializer.Meta.fields,
            "final_severity",
            "severity_reasons",
            "third_party",
            "merged_into",
            "duplicates",
            "roles",
            "calls",
            "impacts",
            "measures",
            "allowed",
        )
        read_only_fields = fields

    @extend_schema_field(ReasonSerializer(many=True))
    def get_severity_reasons(self, incident: Incident) -> list[dict[str, Any]]:
        return [{**each, "text": severity.explain(each["criterion"])} for each in incident.severity_reasons]

    @extend_schema_field(MeasureSerializer(many=True))
    def get_measures(self, incident: Incident) -> list[dict[str, Any]]:
        moments = {name: getattr(incident, name) for name in (*states.MILESTONES, "first_reported_at")}
        return MeasureSerializer(metrics.measures(moments), many=True).data

    def get_allowed(self, incident: Incident) -> list[str]:
        return [str(state) for state in states.MOVES[incident.state]]
