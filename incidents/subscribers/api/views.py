from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, takes, told_once, validated
from incidents.catalogue.api.views import MakeAndDelete, ReferenceViewSet
from incidents.subscribers import actions, policies
from incidents.subscribers.api import shapes
from incidents.subscribers.api.shapes import ReasonInput, SecretSerializer, SubscriberSerializer
from incidents.subscribers.models import Audience, Subscriber


class AudienceViewSet(ReferenceViewSet, MakeAndDelete):
    """Who texts are written for."""

    queryset = Audience.objects.select_related("falls_back_to").prefetch_related("translations")
    serializer_class = shapes.AudienceSerializer
    paging_fields = ("position", "slug")


class SubscriberViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Subscribers, newest first. Their addresses are personal data: each call needs the scope and the right."""

    queryset = Subscriber.objects.prefetch_related("components", "regions")
    serializer_class = SubscriberSerializer
    filterset_class = shapes.SubscriberFilter
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{1,12}"
    paging_fields = ("-created_at", "-id")
    scopes = {"*": "subscribers:write"}
    rights = {"create": policies.ADD, "*": policies.VIEW}

    def get_queryset(self) -> QuerySet[Subscriber]:
        return super().get_queryset().defer("secrets")

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

    @move(ReasonInput, gives=SubscriberSerializer)
    def confirm(self, request: Request, public_id: str) -> Response:
        """Confirm for somebody who agreed by other means, which the reason names."""
        return self._done(actions.confirm_by_staff, **validated(ReasonInput, request))

    @move(gives=SubscriberSerializer)
    def resend(self, request: Request, public_id: str) -> Response:
        """Send the letter to confirm again, or the link to manage; limits may make it wait."""
        subscriber = self.get_object()
        actions.resend(subscriber=subscriber, by=request.actor, at=timezone.now())
        return self._told(subscriber)

    @move(gives=SubscriberSerializer)
    def unsubscribe(self, request: Request, public_id: str) -> Response:
        return self._done(actions.unsubscribe)

    @move(ReasonInput, gives=SubscriberSerializer)
    def quarantine(self, request: Request, public_id: str) -> Response:
        """Stop sending to an address that does not work."""
        return self._done(actions.quarantine, **validated(ReasonInput, request))

    @move(gives=SubscriberSerializer)
    def reactivate(self, request: Request, public_id: str) -> Response:
        """Send again to an address that was in quarantine."""
        return self._done(actions.reactivate)

    @move(gives=SecretSerializer)
    def rotate_secret(self, request: Request, public_id: str) -> Response:
        """A new signing secret for a webhook."""
        secret = actions.rotate_secret(subscriber=self.get_object(), by=request.actor, at=timezone.now())
        return told_once({"secret": secret}, status=200)

    @move(gives=SubscriberSerializer)
    def renew_links(self, request: Request, public_id: str) -> Response:
        """Make every link sent so far useless."""
        return self._done(actions.renew_links)

    @move(gives=SubscriberSerializer)
    def ping(self, request: Request, public_id: str) -> Response:
        """Send a signed test event to a webhook."""
        subscriber = self.get_object()
        actions.ping(subscriber=subscriber, by=request.actor, at=timezone.now())
        return self._told(subscriber)

    def _done(self, action: Any, **data: Any) -> Response:
        return self._told(action(subscriber=self.get_object(), by=self.request.actor, at=timezone.now(), **data))

    def _told(self, subscriber: Subscriber, status: int = 200) -> Response:
        return Response(SubscriberSerializer(subscriber).data, status=status)
