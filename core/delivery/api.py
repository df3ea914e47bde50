"""What was owed and to whom it came, to read; and to send again."""

from django.db.models import Q
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.delivery import actions
from core.delivery.models import Broadcast, ChannelHealth, Delivery, Receipt
from core.delivery.states import State
from core.web.api import ActionViewSet, move
from core.web.errors import Conflict

AT_ONCE = 1_000


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


class ReceiptSerializer(serializers.ModelSerializer):
    """What the network calls the message, and where it stands there."""

    class Meta:
        model = Receipt
        fields = ("remote_id", "url", "at")


class DeliverySerializer(serializers.ModelSerializer):
    receipt = ReceiptSerializer(read_only=True, allow_null=True, default=None)
    history = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = Delivery
        fields = (
            *("id", "broadcast", "recipient", "channel", "address", "group", "sequence", "state", "attempts"),
            *("deaths", "created_at", "due_at", "settled_at", "last_reply", "receipt", "history"),
        )


class RedrivenSerializer(serializers.Serializer):
    """How many were sent again, and how many were left alone: their recipient has had a later message."""

    sent_again = serializers.IntegerField()
    overtaken = serializers.IntegerField()


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

    @move(None, gives=RedrivenSerializer)
    def redrive(self, request: Request, pk: str) -> Response:
        """Send again all that was given up, at most a thousand at a time."""
        ended = Q(state=State.DEAD) | Q(state=State.FAILED_PERMANENT, channel="webhook")
        rows = self.get_object().deliveries.filter(ended).order_by("pk")[:AT_ONCE]
        outcome = actions.redrive(deliveries=list(rows), by=request.actor, at=timezone.now())
        sent, overtaken = len(outcome.sent_again), len(outcome.overtaken)
        return Response(RedrivenSerializer({"sent_again": sent, "overtaken": overtaken}).data)


class ChannelSerializer(serializers.ModelSerializer):
    class Meta:
        model = ChannelHealth
        fields = ("channel", "breaker", "failures", "opened_at", "retry_at", "reason")


class ChannelViewSet(mixins.ListModelMixin, ActionViewSet):
    """The breaker of each channel that has ever had trouble."""

    queryset = ChannelHealth.objects.all()
    serializer_class = ChannelSerializer
    paging_fields = ("channel",)
    scopes = {"*": "incidents:read"}
    rights = {"*": "core.view_delivery"}


class DeliveryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Each message to each recipient, newest first."""

    queryset = Delivery.objects.select_related("receipt")
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
    router.register("delivery-channels", ChannelViewSet)
