"""REST resource: maintenance that comes again."""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from rest_framework import serializers
from rest_framework.routers import BaseRouter

from core.text.translations import Language
from core.web.crud import CrudViewSet
from core.web.jsonlist import JsonList, Slugs
from core.web.queue import enqueue
from incidents.catalogue.models import Component
from incidents.maintenance import queries, recurrence
from incidents.maintenance.models import MaintenanceSeries


class SeriesSerializer(serializers.ModelSerializer):
    titles = serializers.DictField(
        child=serializers.CharField(max_length=200), required=False, help_text='{"fr": "…"}', source="titles_given"
    )
    components = Slugs(Component.objects.all(), required=False)
    explanation = serializers.SerializerMethodField(help_text="The rule in words")
    next_five = serializers.SerializerMethodField()

    class Meta:
        model = MaintenanceSeries
        fields = (
            *("id", "title", "titles", "rule", "first_on", "clock", "time_zone", "duration_minutes"),
            *("components", "horizon_days", "is_active", "explanation", "next_five"),
        )

    def get_explanation(self, series: MaintenanceSeries) -> str:
        return recurrence.explain(series.rule, clock=series.clock, time_zone=series.time_zone)

    def get_next_five(self, series: MaintenanceSeries) -> list[str]:
        return [at.isoformat() for at in queries.next_five(series, timezone.now())]

    def validate_titles(self, titles: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(titles) - set(Language.values)):
            raise serializers.ValidationError(f"Unknown language: {', '.join(unknown)}.")
        return titles

    def to_representation(self, series: MaintenanceSeries) -> dict[str, Any]:
        series.titles_given = {row.language: row.title for row in series.translations.all()}
        return super().to_representation(series)

    def create(self, data: dict[str, Any]) -> MaintenanceSeries:
        titles = data.pop("titles_given", {})
        return self._named(super().create(data), titles)

    def update(self, series: MaintenanceSeries, data: dict[str, Any]) -> MaintenanceSeries:
        titles = data.pop("titles_given", None)
        return self._named(super().update(series, data), titles)

    def _named(self, series: MaintenanceSeries, titles: dict[str, str] | None) -> MaintenanceSeries:
        if titles is not None:
            series.translations.all().delete()
            for language, title in titles.items():
                series.translations.create(language=language, title=title)
        return MaintenanceSeries.objects.get(pk=series.pk)


class SeriesViewSet(CrudViewSet):
    """Maintenance that comes again; switched off with `is_active`: what nobody has touched is called off."""

    queryset = MaintenanceSeries.objects.prefetch_related("translations", "components")
    serializer_class = SeriesSerializer
    paging_fields = ("title", "id")
    http_method_names = ("get", "post", "put", "patch", "head", "options")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}

    def get_queryset(self) -> QuerySet[MaintenanceSeries]:
        if self.action != "list":
            return super().get_queryset()
        chosen = MaintenanceSeries.components.through.objects.filter(maintenanceseries=OuterRef("pk")).order_by()
        slugs = Subquery(chosen.annotate(slugs=JsonList("component__slug")).values("slugs"))
        return MaintenanceSeries.objects.prefetch_related("translations").annotate(components_slugs=slugs)

    @transaction.atomic
    def perform_create(self, serializer: serializers.BaseSerializer) -> None:
        super().perform_create(serializer)
        enqueue("incidents.maintenance.tasks.plan", serializer.instance.pk)

    @transaction.atomic
    def perform_update(self, serializer: serializers.BaseSerializer) -> None:
        super().perform_update(serializer)
        enqueue("incidents.maintenance.tasks.plan", serializer.instance.pk)


def register(router: BaseRouter) -> None:
    router.register("maintenance-series", SeriesViewSet)
