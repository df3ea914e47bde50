from typing import Any

import django_filters
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import move, validated
from core.web.crud import WrittenViewSet
from core.web.filters import YesNoFilter
from core.web.jsonlist import JsonList
from incidents.catalogue import actions, severity
from incidents.catalogue.api import serializers as shapes
from incidents.catalogue.models import Component, ComponentGroup, Region, Service, SeverityLevel, ThirdParty


class ReferenceViewSet(WrittenViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.UpdateModelMixin):
    """Reference data: read, and written by who may; the audit trail and the readers' pages hear of it."""

    lookup_field = "slug"
    paging_fields = ("position", "id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}

    def told(self, serializer: serializers.BaseSerializer | None) -> dict[str, Any]:
        return {"changes": dict(serializer.initial_data) if serializer else {}}

    def tell(self, row: models.Model, verb: str, data: dict[str, Any]) -> None:
        super().tell(row, verb, data)
        actions.tell_readers(row, by=self.request.actor, at=timezone.now())


class MakeAndDelete(mixins.CreateModelMixin, mixins.DestroyModelMixin):
    """What people add and take away."""


class ServiceViewSet(ReferenceViewSet, MakeAndDelete):
    queryset = Service.objects.prefetch_related("translations")
    serializer_class = shapes.ServiceSerializer


class RegionViewSet(ReferenceViewSet, MakeAndDelete):
    queryset = Region.objects.prefetch_related("translations")
    serializer_class = shapes.RegionSerializer


class ComponentGroupViewSet(ReferenceViewSet, MakeAndDelete):
    queryset = ComponentGroup.objects.prefetch_related("translations")
    serializer_class = shapes.ComponentGroupSerializer


class ComponentFilter(django_filters.FilterSet):
    service = django_filters.CharFilter(field_name="service__slug")
    group = django_filters.CharFilter(field_name="group__slug")
    region = django_filters.CharFilter(field_name="regions__slug")
    is_core = YesNoFilter()
    is_public = YesNoFilter()

    class Meta:
        model = Component
        fields = ()


class ComponentViewSet(ReferenceViewSet, MakeAndDelete):
    queryset = Component.objects.select_related("service", "group").prefetch_related("regions", "translations")
    serializer_class = shapes.ComponentSerializer
    filterset_class = ComponentFilter

    def get_queryset(self) -> QuerySet[Component]:
        if self.action != "list":
            return super().get_queryset()
        regions = Component.regions.through.objects.filter(component=OuterRef("pk")).order_by()
        slugs = Subquery(regions.annotate(slugs=JsonList("region__slug")).values("slugs"))
        rows = Component.objects.select_related("service", "group").prefetch_related("translations")
        return rows.annotate(regions_slugs=slugs)


class ThirdPartyViewSet(ReferenceViewSet, MakeAndDelete):
    """Real names: for staff and status pages only. Everywhere else the alias stands for them."""

    queryset = ThirdParty.objects.prefetch_related("aliases")
    serializer_class = shapes.ThirdPartySerializer
    lookup_field = "pk"
    paging_fields = ("name", "id")


class SeverityLevelViewSet(ReferenceViewSet):
    """The five levels with their duties; edited, never added or deleted."""

    queryset = SeverityLevel.objects.prefetch_related("translations")
    serializer_class = shapes.SeverityLevelSerializer
    lookup_field = "level"
    lookup_value_regex = "[1-5]"
    paging_fields = ("-level",)
    scopes = {"partial_update": "incidents:write", "*": "incidents:read"}
    rights = {"suggest": "incidents.view_severitylevel"}

    @extend_schema(responses=shapes.QuestionSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None, filter_backends=())
    def questions(self, request: Request) -> Response:
        """What the classifier asks, with the answers it takes, in the reader's language."""
        return Response(
            [
                {
                    "key": question.key,
                    "text": str(question.text),
                    "choices": [{"value": value, "label": str(label)} for value, label in question.choices.items()],
                }
                for question in severity.QUESTIONS
            ]
        )

    @move(shapes.AnswersInput, gives=shapes.SuggestionSerializer, detail=False)
    def suggest(self, request: Request) -> Response:
        """The level that these answers call for and why. Nothing is stored: a person decides."""
        suggestion = severity.suggest(validated(shapes.AnswersInput, request)["answers"])
        level = self.get_queryset().get(level=suggestion.level)
        reasons = [
            {"level": reason.level, "criterion": reason.criterion, "text": severity.explain(reason.criterion)}
            for reason in suggestion.reasons
        ]
        return Response(
            {
                "level": shapes.SeverityLevelSerializer(level, context=self.get_serializer_context()).data,
                "reasons": reasons,
                "unknown": list(suggestion.unknown),
            }
        )
