from typing import Any

from rest_framework import serializers

from core.web.crud import CrudViewSet
from incidents.catalogue.api.serializers import WithTexts, texts_of
from incidents.facts import states
from incidents.facts.forms import check_item
from incidents.facts.models import ChecklistItem, ChecklistItemTranslation


class ChecklistSerializer(WithTexts):
    """A question of the information checklist, asked of every incident."""

    kind = serializers.ChoiceField(choices=states.Kind.choices, required=False)
    need = serializers.ChoiceField(choices=states.Need.choices, required=False)
    department = serializers.ChoiceField(choices=states.Department.choices, required=False, allow_blank=True)
    position = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    translations = texts_of(ChecklistItemTranslation, "label", "question")

    class Meta:
        model = ChecklistItem
        texts = "translations"
        fields = (
            *("key", "label", "kind", "need", "department", "publishable", "position", "is_active"),
            "translations",
        )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        problems = check_item(self.instance, attrs)
        if problems:
            raise serializers.ValidationError(problems)
        return attrs


class ChecklistViewSet(CrudViewSet):
    """The information checklist: our questions, reworded or moved, and an organisation's own."""

    queryset = ChecklistItem.objects.prefetch_related("translations")
    serializer_class = ChecklistSerializer
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,40}"
    paging_fields = ("position", "id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}
