from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import move, takes, told_once, validated
from incidents.catalogue.api.views import MakeAndDelete, ReferenceViewSet
from incidents.subscribers import actions, log, policies, queries
from incidents.subscribers.api import shapes
from incidents.subscribers.api.exchange import ExchangeViewSet
from incidents.subscribers.api.shapes import (
    ReactivateInput,
    SecretSerializer,
    SubscriberReasonInput,
    SubscriberSerializer,
)
from incidents.subscribers.models import Audience, Subscriber


class AudienceViewSet(ReferenceViewSet, MakeAndDelete):
    """Who texts are written for."""

    queryset = Audience.objects.select_related("falls_back_to").prefetch_related("translations")
    serializer_class = shapes.AudienceSerializer
    paging_fields = ("position", "slug")


class SubscriberViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExchangeViewSet):
    """Subscribers, newest first. Their addresses are personal data: each call needs the scope and the right."""

    queryset = queries.listed()
    serializer_class = SubscriberSerializer
    filterset_class = shapes.SubscriberFilter
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{1,12}"
    paging_fields = ("-created_at", "-id")
    scopes = {"*": "subscribers:write"}
    rights = {"create": policies.ADD, "*": policies.VIEW}

    @takes(shapes.SubscribeInput, gives=SubscriberSerializer, status=201)
    def create(self, request: Request) -> Response:
        """Ask for the owner's confirmation by mail, or enter somebody who has agreed elsewhere.

        An address that is known already is answered with 200 and what is kept.
        """
        data = shapes.with_rows(validated(shapes.SubscribeInput, request))
        at = timezone.now()
        enter = actions.add if data.pop("confirmed") else actions.subscribe
        subscriber = enter(by=request.actor, at=at, origin="api", **data)
        return self._told(subscriber, status=201 if subscriber.created_at == at else 200)

    @takes(shapes.WishesInput, gives=SubscriberSerializer)
    def partial_update(self, request: Request, public_id: str) -> Response:
        data = shapes.with_rows(validated(shapes.WishesInput, request))
        return self._done(actions.prefer, **data)

    @move(SubscriberReasonInput, gives=SubscriberSerializer)
    def confirm(self, request: Request, public_id: str) -> Response:
        """Confirm for somebody who agreed by other means, which the reason names."""
        return self._done(actions.confirm_by_staff, **validated(SubscriberReasonInput, request))

    @move(gives=SubscriberSerializer)
    def resend(self, request: Request, public_id: str) -> Response:
        """Send the letter to confirm again, or the link to manage; limits may make it wait."""
        subscriber = self.get_object()
        actions.resend(subscriber=subscriber, by=request.actor, at=timezone.now())
        return self._told(subscriber)

    @move(gives=SubscriberSerializer)
    def unsubscribe(self, request: Request, public_id: str) -> Response:
        return self._done(actions.unsubscribe)

    @move(SubscriberReasonInput, gives=SubscriberSerializer)
    def quarantine(self, request: Request, public_id: str) -> Response:
        """Stop sending to an address that does not work."""
        return self._done(actions.quarantine, **validated(SubscriberReasonInput, request))

    @move(ReactivateInput, gives=SubscriberSerializer)
    def reactivate(self, request: Request, public_id: str) -> Response:
        """Send again to an address that was in quarantine, and tell it what it missed."""
        return self._done(actions.reactivate, **validated(ReactivateInput, request))

    @move(gives=SecretSerializer)
    def rotate_secret(self, request: Request, public_id: str) -> Response:
        """A new signing secret for a webhook."""
        secret = actions.rotate_secret(subscriber=self.get_object(), by=request.actor, at=timezone.now())
        return told_once({"secret": secret}, status=200)

    @move(gives=SubscriberSerializer)
    def renew_links(self, request: Request, public_id: str) -> Response:
        """Make every link sent so far useless."""
        return self._done(actions.renew_links)

    @extend_schema(responses=shapes.DeliveryLineSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=(), query_parameters=("cursor", "page_size"))
    def deliveries(self, request: Request, public_id: str) -> Response:
        """What was sent to this subscriber and what was answered, newest first.

        All of it for a webhook, of the newest 200 messages for others.
        """
        self.paging_fields = ("-id",)
        page = self.paginate_queryset(log.rows(self.get_object()))
        lines = [log.line(row) for row in page]
        return self.get_paginated_response(shapes.DeliveryLineSerializer(lines, many=True).data)

    @move(gives=SubscriberSerializer)
    def ping(self, request: Request, public_id: str) -> Response:
        """Send a signed test event to a webhook."""
        subscriber = self.get_object()
        actions.ping(subscriber=subscriber, by=request.actor, at=timezone.now())
        return self._told(subscriber)

    def _done(self, action: Any, **data: Any) -> Response:
        return self._told(action(subscriber=self.get_object(), by=self.request.actor, at=timezone.now(), **data))

    def _told(self, subscriber: Subscriber, status: int = 200) -> Response:
        row = queries.listed().get(pk=subscriber.pk)
        return Response(SubscriberSerializer(row).data, status=status)
