"""What was owed and to whom it came, to read; and to send again."""

from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.delivery import actions
from core.delivery.models import Broadcast, Delivery
from core.web.api import ActionViewSet, move
from core.web.errors import Conflict


class Overtaken(Conflict):
    """Sending it again would contradict what the recipient has been told since."""

    code = "overtaken"


class NotGivenUp(Conflict):
    code = "not_given_up"


class BroadcastSerializer(serializers.ModelSerializer):
    class Meta:
        model = Broadcast
        fields = (
            *("id", "key", "label", "group", "sequence", "priority", "created_at", "fanned_out_at"),
            *("unplaced", "cancelled_at"),
        )


class DeliverySerializer(serializers.ModelSerializer):
    history = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = Delivery
        fields = (
            *("id", "broadcast", "recipient", "channel", "address", "group", "sequence", "state", "attempts"),
            *("deaths", "created_at", "due_at", "settled_at", "last_reply", "history"),
        )


class BroadcastFilter(filters.FilterSet):
    class Meta:
        model = Broadcast
        fields = ("group", "key")


class DeliveryFilter(filters.FilterSet):
    class Meta:
        model = Delivery
        fields = ("broadcast", "recipient", "channel", "state", "group")


class BroadcastViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """What was owed to many, newest first."""

    queryset = Broadcast.objects.all()
    serializer_class = BroadcastSerializer
    filterset_class = BroadcastFilter
    paging_fields = ("-created_at", "-id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "updates:publish"}

    @move(None, gives=BroadcastSerializer)
    def cancel(self, request: Request, pk: str) -> Response:
        """Call off what has not left yet."""
        broadcast = self.get_object()
        actions.cancel(broadcast=broadcast, by=request.actor, at=timezone.now())
        broadcast.refresh_from_db()
        return Response(self.get_serializer(broadcast).data)


class DeliveryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Each message to each recipient, newest first."""

    queryset = Delivery.objects.all()
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter
    paging_fields = ("-id",)
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "updates:publish"}

    @move(None, gives=DeliverySerializer)
    def redrive(self, request: Request, pk: str) -> Response:
        """Send again what was given up; its earlier attempts are kept in `history`."""
        delivery = self.get_object()
        outcome = actions.redrive(deliveries=[delivery], by=request.actor, at=timezone.now())
        if outcome.overtaken:
            raise Overtaken("The recipient has already had a later message of this incident.")
        if not outcome.sent_again:
            raise NotGivenUp(f"This delivery is {delivery.state}; only dead ones can be sent again.")
        delivery.refresh_from_db()
        return Response(self.get_serializer(delivery).data)


def register(router: BaseRouter) -> None:
    router.register("broadcasts", BroadcastViewSet)
    router.register("deliveries", DeliveryViewSet)
