"""What the catalogue's resources look like; texts per language are written with their owner."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.text import moments
from core.text.translations import Language
from core.web.inputs import Whole
from core.web.jsonlist import Slugs
from incidents.catalogue.models import (
    Component,
    ComponentGroup,
    ComponentGroupTranslation,
    ComponentTranslation,
    Region,
    RegionTranslation,
    Service,
    ServiceTranslation,
    SeverityLevel,
    SeverityTranslation,
    ThirdParty,
    ThirdPartyAlias,
)


def texts_of(rows: type[models.Model], *fields: str) -> serializers.BaseSerializer:
    """Rows per language: `[{"language": "fr", "name": "Lecture"}]`, each language at most once."""
    meta = type("Meta", (), {"model": rows, "fields": ("language", *fields)})
    name = f"{rows.__name__}Serializer"
    language = serializers.ChoiceField(choices=Language.choices)
    return type(name, (Whole, serializers.ModelSerializer), {"Meta": meta, "language": language})(
        many=True, required=False
    )


class WithTexts(serializers.ModelSerializer):
    """Writes the rows of `Meta.texts` with their owner; a list that is given replaces what was there."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        languages = [row["language"] for row in attrs.get(self.Meta.texts, ())]
        if len(languages) != len(set(languages)):
            raise serializers.ValidationError({self.Meta.texts: [_("Each language at most once.")]})
        return attrs

    def create(self, validated_data: dict[str, Any]) -> models.Model:
        texts = validated_data.pop(self.Meta.texts, None)
        return self._with(super().create(validated_data), texts)

    def update(self, instance: models.Model, validated_data: dict[str, Any]) -> models.Model:
        texts = validated_data.pop(self.Meta.texts, None)
        return self._with(super().update(instance, validated_data), texts)

    def _with(self, owner: models.Model, texts: list[dict[str, Any]] | None) -> models.Model:
        if texts is not None:
            rows = getattr(owner, self.Meta.texts)
            rows.exclude(language__in=[row["language"] for row in texts]).delete()
            for row in texts:
                rows.update_or_create(language=row["language"], defaults=row)
            getattr(owner, "_prefetched_objects_cache", {}).clear()
        return owner


class ServiceSerializer(WithTexts):
    translations = texts_of(ServiceTranslation, "name")

    class Meta:
        model = Service
        texts = "translations"
        fields = ("slug", "name", "position", "translations")


class RegionSerializer(WithTexts):
    translations = texts_of(RegionTranslation, "name")

    class Meta:
        model = Region
        texts = "translations"
        fields = ("slug", "name", "time_zone", "position", "translations")

    def validate_time_zone(self, value: str) -> str:
        if value not in moments.zones():
            raise serializers.ValidationError(_("Not a time zone. Example: Europe/Paris."))
        return value


class ComponentGroupSerializer(WithTexts):
    translations = texts_of(ComponentGroupTranslation, "name")

    class Meta:
        model = ComponentGroup
        texts = "translations"
        fields = ("slug", "public_id", "name", "position", "created_at", "updated_at", "translations")
        read_only_fields = ("public_id", "created_at", "updated_at")


class ComponentSerializer(WithTexts):
    service = serializers.SlugRelatedField(slug_field="slug", queryset=Service.objects.all())
    group = serializers.SlugRelatedField(
        slug_field="slug", queryset=ComponentGroup.objects.all(), allow_null=True, required=False
    )
    regions = Slugs(Region.objects.all(), required=False)
    translations = texts_of(ComponentTranslation, "name", "description")

    class Meta:
        model = Component
        texts = "translations"
        fields = (
            "slug",
            "public_id",
            "name",
            "description",
            "service",
            "group",
            "regions",
            "third_party",
            "is_core",
            "is_public",
            "showcase",
            "only_show_if_degraded",
            "start_on",
            "position",
            "created_at",
            "updated_at",
            "translations",
        )
        read_only_fields = ("public_id", "created_at", "updated_at")


class ThirdPartySerializer(WithTexts):
    spellings = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    aliases = texts_of(ThirdPartyAlias, "alias")

    class Meta:
        model = ThirdParty
        texts = "aliases"
        fields = ("id", "name", "status_url", "spellings", "aliases")


class SeverityLevelSerializer(WithTexts):
    alias = serializers.CharField(read_only=True)
    call_roles = serializers.ListField(child=serializers.SlugField(max_length=40), max_length=20, required=False)
    translations = texts_of(SeverityTranslation, "name", "criteria")

    class Meta:
        model = SeverityLevel
        texts = "translations"
        fields = (
            "level",
            "alias",
            "name",
            "criteria",
            "first_update_minutes",
            "scope_update_minutes",
            "update_every_minutes",
            "long_after_minutes",
            "long_every_minutes",
            "playbook_after_minutes",
            "call_roles",
            "postmortem",
            "translations",
        )
        read_only_fields = ("level",)


class ChoiceSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    key = serializers.CharField()
    text = serializers.CharField()
    choices = ChoiceSerializer(many=True)


class AnswersInput(serializers.Serializer):
    answers = serializers.DictField(child=serializers.CharField(max_length=40))


class ReasonSerializer(serializers.Serializer):
    level = serializers.IntegerField()
    criterion = serializers.CharField()
    text = serializers.CharField()


class SuggestionSerializer(serializers.Serializer):
    level = SeverityLevelSerializer()
    reasons = ReasonSerializer(many=True)
    unknown = serializers.ListField(child=serializers.CharField())
