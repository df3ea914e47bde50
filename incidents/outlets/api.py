"""REST resource: the accounts we speak through. Their secrets go in and never come out."""

from typing import Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.delivery.models import Delivery
from core.delivery.states import State as DeliveryState
from core.text.translations import Language
from core.web.api import ActionViewSet, move, takes, validated
from incidents.catalogue.models import Component, Region
from incidents.outlets import actions, queries
from incidents.outlets.models import Outlet
from incidents.outlets.states import EventKind, Reader, State


class LastDeliverySerializer(serializers.ModelSerializer):
    """`url` is where the message stands, where the network says it."""

    label = serializers.CharField(source="broadcast.label")
    state = serializers.ChoiceField(DeliveryState.choices)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = ("id", "label", "state", "attempts", "created_at", "settled_at", "last_reply", "url")

    @extend_schema_field(serializers.CharField())
    def get_url(self, delivery: Delivery) -> str:
        receipt = getattr(delivery, "receipt", None)
        return receipt.url if receipt else ""


class OutletSerializer(serializers.ModelSerializer):
    """`components` and `regions` count where `all_components` and `all_regions` are false."""

    audience = serializers.CharField(source="audience_id")
    components = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    regions = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    kinds = serializers.ListField(child=serializers.ChoiceField(EventKind.choices))
    limit = serializers.IntegerField(allow_null=True, help_text="Characters of one message, as the network says.")

    class Meta:
        model = Outlet
        fields = (
            *("id", "name", "channel", "address", "language", "audience", "reader", "kinds", "all_components"),
            *("components", "all_regions", "regions", "limit", "state", "stopped_at", "stopped_by", "stopped_reason"),
            *("failures_in_a_row", "created_at", "created_by"),
        )


class OutletDetailSerializer(OutletSerializer):
    last_deliveries = serializers.SerializerMethodField()

    class Meta(OutletSerializer.Meta):
        fields = (*OutletSerializer.Meta.fields, "last_deliveries")

    @extend_schema_field(LastDeliverySerializer(many=True))
    def get_last_deliveries(self, outlet: Outlet) -> Any:
        return LastDeliverySerializer(queries.last_deliveries(outlet), many=True).data


class OutletChange(serializers.Serializer):
    """What is left out stays; an empty list means all."""

    name = serializers.CharField(max_length=80, required=False)
    address = serializers.CharField(max_length=500, required=False, allow_blank=True)
    secret = serializers.CharField(
        max_length=1000, required=False, write_only=True, help_text="Token, or whole secret address. Never told again."
    )
    language = serializers.ChoiceField(Language.choices, required=False)
    audience = serializers.SlugField(max_length=40, required=False)
    kinds = serializers.ListField(child=serializers.ChoiceField(EventKind.choices), required=False, max_length=10)
    components = serializers.SlugRelatedField(
        slug_field="slug", queryset=Component.objects.all(), many=True, required=False
    )
    regions = serializers.SlugRelatedField(slug_field="slug", queryset=Region.objects.all(), many=True, required=False)


class OutletInput(OutletChange):
    name = serializers.CharField(max_length=80)
    channel = serializers.CharField(max_length=20, help_text="chat, mastodon, apprise, sms")
    reader = serializers.ChoiceField(
        Reader.choices,
        required=False,
        help_text="`staff`: reminders and calls for roles go there and no update does; for good, on chat and apprise.",
    )


class PauseInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class OutletFilter(django_filters.FilterSet):
    channel = django_filters.CharFilter(max_length=20)
    reader = django_filters.ChoiceFilter(choices=Reader.choices)
    state = django_filters.MultipleChoiceFilter(choices=State.choices)

    class Meta:
        model = Outlet
        fields = ()


class OutletViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """The accounts through which updates are published beside the status page, by name."""

    queryset = Outlet.objects.defer("secret").prefetch_related("components", "regions")
    serializer_class = OutletSerializer
    filterset_class = OutletFilter
    paging_fields = ("name", "id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "subscribers:write"}

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return OutletSerializer if self.action == "list" else OutletDetailSerializer

    @takes(OutletInput, gives=OutletDetailSerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new account; its network is asked what it takes in one message."""
        data = validated(OutletInput, request)
        return self._told(actions.create(by=request.actor, at=timezone.now(), **data), status=201)

    @takes(OutletChange, gives=OutletDetailSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change it; a new address needs its secret again."""
        data = validated(OutletChange, request)
        return self._told(actions.change(outlet=self.get_object(), by=request.actor, at=timezone.now(), **data))

    @takes(None, gives=None, status=204)
    def destroy(self, request: Request, pk: str) -> Response:
        """Forget it and its secret."""
        actions.remove(outlet=self.get_object(), by=request.actor, at=timezone.now())
        return Response(status=204)

    @move(None, gives=OutletDetailSerializer, status=202)
    def test(self, request: Request, pk: str) -> Response:
        """Send a message marked as a test; read the outlet again to see how it fared."""
        outlet = self.get_object()
        actions.test(outlet=outlet, by=request.actor, at=timezone.now())
        return self._told(outlet, status=202)

    @move(PauseInput, gives=OutletDetailSerializer)
    def pause(self, request: Request, pk: str) -> Response:
        """Say nothing through it until somebody resumes."""
        data = validated(PauseInput, request)
        return self._told(actions.pause(outlet=self.get_object(), by=request.actor, at=timezone.now(), **data))

    @move(None, gives=OutletDetailSerializer)
    def resume(self, request: Request, pk: str) -> Response:
        """Speak through it again, from the next update on."""
        return self._told(actions.resume(outlet=self.get_object(), by=request.actor, at=timezone.now()))

    def _told(self, outlet: Outlet, status: int = 200) -> Response:
        return Response(OutletDetailSerializer(self.get_queryset().get(pk=outlet.pk)).data, status=status)


def register(router: BaseRouter) -> None:
    router.register("outlets", OutletViewSet)
