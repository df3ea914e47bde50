from typing import Any

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet
from feedback.loop import queries
from feedback.loop.models import Survey
from feedback.loop.states import SurveyKind
from incidents.response.models import Incident


class SurveySerializer(serializers.ModelSerializer):
    """`score` from 1 (very badly) to 5 (very well); null as long as nobody has answered."""

    thread = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)

    class Meta:
        model = Survey
        fields = ("id", "thread", "incident", "kind", "asked_at", "score", "words", "told_at")
        read_only_fields = fields


class SurveyFilter(django_filters.FilterSet):
    incident = django_filters.CharFilter(
        field_name="incident__reference", max_length=20, label="Reference of an incident"
    )
    kind = django_filters.MultipleChoiceFilter(choices=SurveyKind.choices)

    class Meta:
        model = Survey
        fields = ()


class SurveyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """What customers said of how we did, the newest question first."""

    queryset = Survey.objects.select_related("thread", "incident")
    serializer_class = SurveySerializer
    filterset_class = SurveyFilter
    lookup_value_regex = "[0-9]{1,18}"
    scopes = {"*": "feedback:read"}


class SampleSerializer(serializers.Serializer):
    """Of `asked`, `n` answered. `low` and `high` hold the mean with 95 % certainty; null under n = 30."""

    n = serializers.IntegerField()
    asked = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    quartiles = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    satisfied = serializers.FloatField(allow_null=True, help_text="Share of scores of four and five.")


class DifferenceSerializer(serializers.Serializer):
    """`claims`: both groups have thirty answers and the 95 % interval leaves out zero."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    enough = serializers.BooleanField()
    claims = serializers.BooleanField()


class RecoverySerializer(serializers.Serializer):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    days = serializers.IntegerField()
    before = SampleSerializer(help_text="Others, in the days before.")
    affected = SampleSerializer(help_text="Who wrote about the incident, afterwards.")
    others = SampleSerializer(help_text="Others, at the same time.")
    against_before = DifferenceSerializer()
    against_others = DifferenceSerializer()


class RecoveryViewSet(ActionViewSet):
    """Whether a well handled failure raised esteem: scores around an incident, by its reference."""

    queryset = Survey.objects.all()  # whose right to read it asks
    serializer_class = RecoverySerializer
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9-]{1,20}"
    scopes = {"*": "feedback:read"}

    @extend_schema(
        parameters=[OpenApiParameter("reference", str, OpenApiParameter.PATH, description="Of the incident")],
        responses=RecoverySerializer,
    )
    def retrieve(self, request: Request, reference: str) -> Response:
        """Affected against earlier and against others at the same time, each with its n."""
        found: Any = queries.around(get_object_or_404(Incident, reference=reference))
        return Response(RecoverySerializer(found).data)
