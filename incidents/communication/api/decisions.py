"""How long decisions took, and the rules that give time to object."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet
from core.web.crud import CrudViewSet
from incidents.communication import delays
from incidents.communication.delays import Decision, Outcome, What
from incidents.communication.models import ObjectionRule
from incidents.response.models import Incident

REFERENCE = OpenApiParameter("reference", {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"}, OpenApiParameter.PATH)


class DecisionSerializer(serializers.Serializer):
    """`subject` is the role called, the reason to sign, or the id of the update; `seconds` null while it is open."""

    what = serializers.ChoiceField(choices=What.choices)
    subject = serializers.CharField()
    label = serializers.CharField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    asked_by = serializers.CharField()
    decided_by = serializers.CharField(allow_blank=True)
    from_at = serializers.DateTimeField()
    to_at = serializers.DateTimeField(allow_null=True)
    seconds = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["number", "null"]})
    def get_seconds(self, row: Decision) -> float | None:
        return row.length.total_seconds() if row.length is not None else None


class DecisionViewSet(ActionViewSet):
    """How long each decision about an incident took: calls answered, signatures, publications, objections."""

    queryset = Incident.objects.all()
    serializer_class = DecisionSerializer
    pagination_class = None
    filter_backends = ()
    scopes = {"*": "incidents:read"}

    @extend_schema(responses=DecisionSerializer(many=True), parameters=[REFERENCE])
    def list(self, request: Request, reference: str) -> Response:
        """In the order in which they were asked for."""
        incident = get_object_or_404(Incident, reference=reference)
        return Response(DecisionSerializer(delays.of(incident), many=True).data)


class ObjectionRuleSerializer(serializers.ModelSerializer):
    class Meta:
        model = ObjectionRule
        fields = ("id", "level", "seconds", "first_message")
        extra_kwargs = {"level": {"help_text": "null: every severity without a rule of its own"}}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """One general rule: which of two would count?"""
        level = given.get("level", self.instance.level if self.instance else None)
        others = ObjectionRule.objects.exclude(pk=self.instance.pk if self.instance else None)
        if level is None and others.filter(level=None).exists():
            raise serializers.ValidationError({"level": _("There is a general rule already: change that one.")})
        return given


class ObjectionRuleViewSet(CrudViewSet):
    """How long what the lead publishes waits for an objection; without a rule nothing waits."""

    queryset = ObjectionRule.objects.all()
    serializer_class = ObjectionRuleSerializer
    paging_fields = ("id",)
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}
