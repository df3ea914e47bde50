"""What an update looks like to a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.communication.estimates import Said
from incidents.communication.models import Update, Variant
from incidents.facts.eta import Outcome
from incidents.facts.states import Confidence
from incidents.wording.api.outputs import FindingSerializer


class VariantSerializer(serializers.ModelSerializer):
    audience = serializers.CharField(source="audience_id")

    class Meta:
        model = Variant
        fields = ("audience", "channel_kind", "language", "subject", "text", "html")


class AffectedSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    old_status = serializers.CharField()
    new_status = serializers.CharField()


class EtaSerializer(serializers.Serializer):
    """The expected end that the update tells readers."""

    earliest = serializers.DateTimeField()
    latest = serializers.DateTimeField()
    basis = serializers.CharField()
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    state = serializers.CharField(help_text="estimated or confirmed")


class EstimateSerializer(serializers.Serializer):
    """One version of the expected end, and how well it foresaw the end (null until that is known)."""

    sequence = serializers.IntegerField()
    update = serializers.CharField()
    said_at = serializers.DateTimeField()
    earliest = serializers.DateTimeField(source="span.earliest")
    latest = serializers.DateTimeField(source="span.latest")
    outcome = serializers.SerializerMethodField()
    off_seconds = serializers.SerializerMethodField(help_text="How far outside the range the end fell; 0 for a hit")

    @extend_schema_field({"type": ["string", "null"], "enum": [*Outcome.values, None]})
    def get_outcome(self, row: Said) -> str | None:
        return row.accuracy.outcome.value if row.accuracy else None

    @extend_schema_field({"type": ["number", "null"]})
    def get_off_seconds(self, row: Said) -> float | None:
        return row.accuracy.off.total_seconds() if row.accuracy else None


class RemarkSerializer(FindingSerializer):
    """One finding, and the text it is about; `derived` is the kind of channel it concerns where that has none."""

    audience = serializers.CharField()
    channel_kind = serializers.CharField()
    language = serializers.CharField()
    derived = serializers.CharField(allow_blank=True)


class FindingsSerializer(serializers.Serializer):
    findings = RemarkSerializer(many=True)


class UpdateSerializer(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    incident_state = serializers.CharField(help_text="The state readers are told.")
    corrects = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    affected = AffectedSerializer(many=True)
    texts = VariantSerializer(many=True, source="variants")
    eta = serializers.SerializerMethodField()
    facts = serializers.SerializerMethodField(help_text="Keys of the facts it tells readers")

    class Meta:
        model = Update
        fields = (
            "id",
            "incident",
            "sequence",
            "phase",
            "state",
            "incident_state",
            "corrects",
            "next_update_at",
            "affected",
            "eta",
            "facts",
            "override_reason",
            "notify",
            "version",
            "held_until",
            "drafted_at",
            "drafted_by",
            "published_at",
            "published_by",
            "discarded_at",
            "discarded_by",
            "texts",
        )
        read_only_fields = fields

    @extend_schema_field(EtaSerializer(allow_null=True))
    def get_eta(self, update: Update) -> dict[str, Any] | None:
        return update.eta or None

    def get_facts(self, update: Update) -> list[str]:
        return sorted(update.cited)


class ShownSerializer(serializers.Serializer):
    """Words as somebody gets them; `language` is the text's own, which differs when it `fell_back`."""

    subject = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()
    fell_back = serializers.BooleanField()


class FittedSerializer(ShownSerializer):
    """What a network with a length of its own shows; `parts` are messages paid for."""

    network = serializers.CharField()
    label = serializers.CharField()
    used = serializers.IntegerField(source="measure.used", help_text="Characters, as the network counts them.")
    limit = serializers.IntegerField(source="measure.limit")
    parts = serializers.IntegerField(source="measure.parts")
    too_long = serializers.BooleanField(help_text="Publishing is refused until the text for it is shorter.")


class RenderedSerializer(ShownSerializer):
    """What one kind of reader gets; `language` is the text's own, which differs when it `fell_back`."""

    html = serializers.CharField()
    payload = serializers.DictField(allow_null=True)
    networks = FittedSerializer(many=True)
    findings = RemarkSerializer(many=True, help_text="What the wording linter says of this text; what blocks first.")


class ToldSerializer(serializers.Serializer):
    channel = serializers.CharField()
    language = serializers.CharField()
    audience = serializers.CharField()
    count = serializers.IntegerField()


class ExampleSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    channel = serializers.CharField()
    address = serializers.CharField(help_text="Masked.")


class RefusalSerializer(serializers.Serializer):
    reason = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    examples = ExampleSerializer(many=True)


class RecipientsSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    not_told = serializers.IntegerField()
    told = ToldSerializer(many=True)
    refusals = RefusalSerializer(many=True)
