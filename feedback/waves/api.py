"""REST resource: waves of reports, and what became of them."""

import django_filters
from rest_framework import mixins, serializers
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet
from feedback.waves.models import Wave
from feedback.waves.states import State


class WaveSerializer(serializers.ModelSerializer):
    """`peak` customers wrote within the window where `usual` are to be expected."""

    component = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    region = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)
    proposal = serializers.IntegerField(source="proposal_id", read_only=True, allow_null=True)

    class Meta:
        model = Wave
        fields = (
            *("id", "component", "region", "topic", "state", "usual", "peak", "reports", "first_report_at"),
            *("last_report_at", "noticed_at", "ended_at", "proposal", "incident"),
        )
        read_only_fields = fields


class WaveFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    component = django_filters.CharFilter(field_name="component__slug", max_length=60, label="Slug of a component")

    class Meta:
        model = Wave
        fields = ()


class WaveViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Unusual numbers of reports, the newest first. Each proposed an incident, or belonged to a known one."""

    queryset = Wave.objects.select_related("component", "region", "incident")
    serializer_class = WaveSerializer
    filterset_class = WaveFilter
    paging_fields = ("-noticed_at", "-id")
    lookup_value_regex = "[0-9]{1,18}"
    scopes = {"*": "feedback:read"}


def register(router: BaseRouter) -> None:
    router.register("waves", WaveViewSet, basename="wave")
