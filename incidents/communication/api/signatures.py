"""The second signature over REST: what waits, what was decided, and deciding."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, validated
from core.web.filters import YesNoFilter
from incidents.communication import actions, queries
from incidents.communication.api import inputs
from incidents.communication.models import Signature


class SignedTextSerializer(serializers.Serializer):
    audience = serializers.CharField()
    channel_kind = serializers.CharField()
    language = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    text = serializers.CharField()


class SignatureSerializer(serializers.ModelSerializer):
    """One reason why legal answers for these words too; `digest` stands for exactly them."""

    id = serializers.CharField(source="public_id")
    update = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    incident = serializers.CharField(source="update.incident.reference")
    words = SignedTextSerializer(many=True)
    seconds = serializers.SerializerMethodField(help_text="From asking to the decision; null until then.")

    class Meta:
        model = Signature
        fields = (
            "id",
            "update",
            "incident",
            "case",
            "state",
            "words",
            "digest",
            "asked_at",
            "asked_by",
            "decided_at",
            "decided_by",
            "note",
            "voided_at",
            "voided_by",
            "seconds",
        )
        read_only_fields = fields

    def get_seconds(self, row: Signature) -> float | None:
        return (row.decided_at - row.asked_at).total_seconds() if row.decided_at else None


class SignatureFilter(django_filters.FilterSet):
    incident = django_filters.CharFilter(field_name="update__incident__reference", max_length=20)
    update = django_filters.CharFilter(field_name="update__public_id", max_length=12)
    waiting = YesNoFilter(method="by_waiting", label="Asked, not decided, and still worth deciding")

    class Meta:
        model = Signature
        fields = ("state", "case")

    def by_waiting(self, rows: QuerySet[Signature], name: str, value: bool) -> QuerySet[Signature]:
        waiting = queries.waiting_signatures().order_by().values("pk")
        return rows.filter(pk__in=waiting) if value else rows.exclude(pk__in=waiting)


class SignatureViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Second signatures, newest first. They are asked for at `updates/{id}/ask-signatures/`.

    Whoever asked, or wrote the words, doesn't sign them.
    """

    queryset = queries.signatures()
    serializer_class = SignatureSerializer
    filterset_class = SignatureFilter
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9]{12}"
    paging_fields = ("-id",)
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "updates:sign"}

    @move(inputs.SignInput, gives=SignatureSerializer)
    def sign(self, request: Request, id: str) -> Response:
        """Answer for these words. 409 `words_changed` when they are others by now, `already_decided`."""
        data = validated(inputs.SignInput, request)
        row = actions.sign(signature=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(SignatureSerializer(self.get_queryset().get(pk=row.pk)).data)

    @move(inputs.WhyInput, gives=SignatureSerializer)
    def refuse(self, request: Request, id: str) -> Response:
        """Say why they should not go out so. 409 `already_decided`."""
        data = validated(inputs.WhyInput, request)
        row = actions.refuse(signature=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(SignatureSerializer(self.get_queryset().get(pk=row.pk)).data)
