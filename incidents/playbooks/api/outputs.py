"""What the API answers about playbooks."""

from rest_framework import serializers

from incidents.playbooks import queries
from incidents.playbooks.api.inputs import PlaybookNode
from incidents.playbooks.models import Playbook, PlaybookVersion


class PlaybookVersionSerializer(serializers.ModelSerializer):
    playbook = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = PlaybookVersion
        fields = (
            *("id", "playbook", "number", "state", "note", "basis", "revision", "created_at", "created_by"),
            *("published_at", "published_by", "retired_at", "retired_by"),
        )
        read_only_fields = fields


class PlaybookVersionDetailSerializer(PlaybookVersionSerializer):
    nodes = PlaybookNode(many=True, read_only=True, source="definition")

    class Meta(PlaybookVersionSerializer.Meta):
        fields = (*PlaybookVersionSerializer.Meta.fields, "nodes")
        read_only_fields = fields


class PlaybookSerializer(serializers.ModelSerializer):
    titles = serializers.SerializerMethodField(help_text="By language")
    in_force = serializers.IntegerField(read_only=True, allow_null=True, help_text="Number of the published version")
    draft = serializers.IntegerField(read_only=True, allow_null=True, help_text="Number of the draft")
    symptoms = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Playbook
        fields = ("slug", "titles", "symptoms", "in_force", "draft", "created_at", "retired_at")
        read_only_fields = fields

    def get_titles(self, playbook: Playbook) -> dict[str, str]:
        return {row.language: row.title for row in playbook.translations.all()}


class PlaybookDetailSerializer(PlaybookSerializer):
    purposes = serializers.SerializerMethodField(help_text="By language")
    components = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    called_by = serializers.SerializerMethodField(help_text="Slugs of the playbooks in use that lead into it")

    class Meta(PlaybookSerializer.Meta):
        fields = (*PlaybookSerializer.Meta.fields, "purposes", "components", "called_by")
        read_only_fields = fields

    def get_purposes(self, playbook: Playbook) -> dict[str, str]:
        return {row.language: row.purpose for row in playbook.translations.all() if row.purpose}

    def get_called_by(self, playbook: Playbook) -> list[str]:
        return queries.callers(playbook)


class PlaybookFindingSerializer(serializers.Serializer):
    node = serializers.CharField(help_text="Key of the node; empty for the whole chart")
    code = serializers.CharField()
    text = serializers.CharField()
    is_warning = serializers.BooleanField(help_text="A warning doesn't keep it from being published")


class PlaybookCheckSerializer(serializers.Serializer):
    is_sound = serializers.BooleanField()
    findings = PlaybookFindingSerializer(many=True)


class PlaybookYamlSerializer(serializers.Serializer):
    yaml = serializers.CharField()
