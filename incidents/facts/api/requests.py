import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, validated
from core.web.filters import YesNoFilter
from incidents.facts import actions, queries
from incidents.facts.api import inputs
from incidents.facts.api.outputs import FactRequestSerializer
from incidents.facts.models import FactRequest


class RequestFilter(django_filters.FilterSet):
    incident = django_filters.CharFilter(field_name="incident__reference", max_length=20)
    open = YesNoFilter(method="by_open", label="Not answered yet")
    mine = YesNoFilter(method="by_mine", label="Asked of you and not answered yet")

    class Meta:
        model = FactRequest
        fields = ()

    def by_open(self, rows: QuerySet[FactRequest], name: str, value: bool) -> QuerySet[FactRequest]:
        return rows.filter(settled_at__isnull=value)

    def by_mine(self, rows: QuerySet[FactRequest], name: str, value: bool) -> QuerySet[FactRequest]:
        mine = queries.asked_of(self.request.actor).values("pk")
        return rows.filter(pk__in=mine) if value else rows.exclude(pk__in=mine)


class RequestViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Who was asked for which fact; newest first."""

    queryset = FactRequest.objects.select_related("incident", "to_user", "to_group")
    serializer_class = FactRequestSerializer
    filterset_class = RequestFilter
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}

    @move(inputs.NoInput, gives=FactRequestSerializer)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Nobody need answer any more."""
        validated(inputs.NoInput, request)
        row = actions.withdraw(request=self.get_object(), by=request.actor, at=timezone.now())
        return Response(FactRequestSerializer(self.get_queryset().get(pk=row.pk)).data)
