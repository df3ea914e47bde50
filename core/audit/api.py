"""The audit trail, to read."""

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.routers import BaseRouter

from core.audit.models import AuditEvent
from core.audit.sentences import sentence
from core.web.api import ActionViewSet


class AuditEventSerializer(serializers.ModelSerializer):
    sentence = serializers.SerializerMethodField(help_text="The event in the reader's language.")
    data = serializers.DictField()

    class Meta:
        model = AuditEvent
        fields = (
            "id",
            "at",
            "kind",
            "sentence",
            "actor_kind",
            "actor_label",
            "actor_user_id",
            "object_type",
            "object_ref",
            "object_label",
            "data",
            "request_id",
        )

    def get_sentence(self, event: AuditEvent) -> str:
        return sentence(event)


class AuditEventFilter(filters.FilterSet):
    since = filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = AuditEvent
        fields = ("kind", "actor_kind", "object_type", "object_ref", "request_id")


class AuditEventViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Who did what, newest first. Nothing here can be changed or deleted by anybody."""

    queryset = AuditEvent.objects.all()
    serializer_class = AuditEventSerializer
    filterset_class = AuditEventFilter
    paging_fields = ("-at", "-id")
    scopes = {"*": "audit:read"}


def register(router: BaseRouter) -> None:
    router.register("audit-events", AuditEventViewSet)
