"""REST resource: the crises our leads are called for."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet, move, validated
from core.web.filters import YesNoFilter
from feedback.crisis import actions, queries
from feedback.crisis.forms import STATUSES
from feedback.crisis.models import CrisisCall
from incidents.catalogue.models import Component, Region
from incidents.response.api.inputs import LevelField


class CrisisCallSerializer(serializers.ModelSerializer):
    """`confirmed_by` is the one who said "I have it"; `ended_at` is set where the call was called off."""

    thread = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    told = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = CrisisCall
        fields = (
            *("id", "thread", "called_at", "rounds", "last_called_at", "told", "confirmed_at", "confirmed_by"),
            *("ended_at", "ended_by"),
        )


class NothingInput(serializers.Serializer):
    """An empty object."""


class CrisisIncidentInput(serializers.Serializer):
    """Without a title the incident gets a plain one; without a component it says nothing of any."""

    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    summary = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    component = serializers.SlugRelatedField(
        slug_field="slug", queryset=Component.objects.all(), required=False, allow_null=True
    )
    region = serializers.SlugRelatedField(
        slug_field="slug", queryset=Region.objects.all(), required=False, allow_null=True
    )
    status = serializers.ChoiceField(STATUSES, required=False)
    severity = LevelField(required=False, allow_null=True)


class DeclaredSerializer(serializers.Serializer):
    thread = serializers.CharField()
    incident = serializers.CharField(help_text="Reference of the incident")


class CrisisCallFilter(django_filters.FilterSet):
    unconfirmed = YesNoFilter(method="by_unconfirmed", label="Nobody has it yet")

    class Meta:
        model = CrisisCall
        fields = ()

    def by_unconfirmed(self, rows: QuerySet[CrisisCall], name: str, value: bool) -> QuerySet[CrisisCall]:
        nobody = Q(confirmed_at=None, ended_at=None)
        return rows.filter(nobody if value else ~nobody)


class CrisisCallViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Crises that customers told us of, newest first."""

    queryset = queries.listed()
    serializer_class = CrisisCallSerializer
    filterset_class = CrisisCallFilter
    paging_fields = ("-called_at", "-id")
    lookup_value_regex = "[0-9]{1,18}"
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @move(NothingInput, gives=CrisisCallSerializer)
    def confirm(self, request: Request, pk: str) -> Response:
        """Say "I have it"; 409 where somebody else has."""
        validated(NothingInput, request)
        call = actions.confirm(call=self.get_object(), by=request.actor, at=timezone.now())
        return Response(self.get_serializer(queries.listed().get(pk=call.pk)).data)

    @move(CrisisIncidentInput, gives=DeclaredSerializer, status=201)
    def declare(self, request: Request, pk: str) -> Response:
        """Make an incident of it; it began when the customer wrote, and the conversation is linked to it."""
        data = validated(CrisisIncidentInput, request)
        thread = self.get_object().thread
        data.setdefault("component", thread.component)
        data.setdefault("region", thread.region)
        incident = actions.declare(thread=thread, by=request.actor, at=timezone.now(), **data)
        return Response({"thread": thread.reference, "incident": incident.reference}, status=201)


def register(router: BaseRouter) -> None:
    router.register("crisis-calls", CrisisCallViewSet)
