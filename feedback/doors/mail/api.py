"""REST resource: the mails that came in, and what became of each."""

import django_filters
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet, move, validated
from feedback.doors.mail import actions
from feedback.doors.mail.models import InboundMail
from feedback.doors.mail.states import State


class MailReceivedSerializer(serializers.ModelSerializer):
    thread = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)

    class Meta:
        model = InboundMail
        fields = (
            *("id", "sender", "subject", "state", "reason", "thread", "via", "size", "is_cut", "sent_at"),
            *("created_at", "settled_at"),
        )


class MailReceivedFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    thread = django_filters.CharFilter(field_name="thread__reference", label="Reference of a conversation")

    class Meta:
        model = InboundMail
        fields = ()


class NoMailInput(serializers.Serializer):
    """An empty object."""


class MailReceivedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Every mail that came, with what became of it and why; newest first. The original stays with us."""

    queryset = InboundMail.objects.defer("raw").select_related("thread")
    serializer_class = MailReceivedSerializer
    filterset_class = MailReceivedFilter
    lookup_value_regex = "[0-9]{1,18}"
    paging_fields = ("-created_at", "-id")
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @move(NoMailInput, gives=MailReceivedSerializer)
    def read_again(self, request: Request, pk: str) -> Response:
        """Make a conversation of what was set aside or could not be read."""
        validated(NoMailInput, request)
        mail = actions.read_again(mail=self.get_object(), by=request.actor, at=timezone.now())
        return Response(MailReceivedSerializer(mail).data)


def register(router: BaseRouter) -> None:
    router.register("mails-received", MailReceivedViewSet)
