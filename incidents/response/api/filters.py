import django_filters
from django.db.models import Q, QuerySet

from core.web.filters import YesNoFilter
from incidents.response import states
from incidents.response.models import Impact, Incident


class IncidentFilter(django_filters.FilterSet):
    """`component` and `region` find what was ever impaired there; "everywhere" includes each region."""

    state = django_filters.MultipleChoiceFilter(choices=states.State.choices)
    kind = django_filters.MultipleChoiceFilter(choices=states.Kind.choices)
    severity = django_filters.MultipleChoiceFilter(choices=[(level, str(level)) for level in range(1, 6)])
    open = YesNoFilter(method="by_open", label="Not ended yet")
    is_public = YesNoFilter()
    component = django_filters.CharFilter(method="by_component", label="Slug of a component")
    region = django_filters.CharFilter(method="by_region", label="Slug of a region")
    declared_after = django_filters.IsoDateTimeFilter(field_name="declared_at", lookup_expr="gte")
    declared_before = django_filters.IsoDateTimeFilter(field_name="declared_at", lookup_expr="lt")

    class Meta:
        model = Incident
        fields = ()

    def by_open(self, rows: QuerySet[Incident], name: str, value: bool) -> QuerySet[Incident]:
        return rows.filter(state__in=states.OPEN) if value else rows.exclude(state__in=states.OPEN)

    def by_component(self, rows: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        return rows.filter(pk__in=Impact.objects.filter(component__slug=value).values("incident"))

    def by_region(self, rows: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        there = Impact.objects.filter(Q(region__slug=value) | Q(region=None))
        return rows.filter(pk__in=there.values("incident"))
