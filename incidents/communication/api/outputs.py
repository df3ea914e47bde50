"""What an update looks like to a program."""

from rest_framework import serializers

from incidents.communication.models import Update, Variant


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


class UpdateSerializer(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    incident_state = serializers.CharField(help_text="The state readers are told.")
    corrects = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    affected = AffectedSerializer(many=True)
    texts = VariantSerializer(many=True, source="variants")

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
            "notify",
            "version",
            "drafted_at",
            "drafted_by",
            "published_at",
            "published_by",
            "discarded_at",
            "discarded_by",
            "texts",
        )
        read_only_fields = fields


class RenderedSerializer(serializers.Serializer):
    """What one kind of reader gets; `language` is the text's own, which differs when it `fell_back`."""

    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()
    language = serializers.CharField()
    fell_back = serializers.BooleanField()
    payload = serializers.DictField(allow_null=True)


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
