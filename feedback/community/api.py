"""REST resources: what was said in public with what became of it, and what customers answered each other."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet, move, validated
from core.web.filters import YesNoFilter
from feedback.community import actions
from feedback.community.actions.moderation import LEGAL
from feedback.community.models import PeerPost
from feedback.community.states import State
from feedback.threads.models import Message
from feedback.threads.states import Author, HiddenFor, Kind, PrivateFor

THEIRS = (Author.CUSTOMER, Author.STAFF, Author.PEER)


class CommunityMessageSerializer(serializers.ModelSerializer):
    """`standing` is null until somebody has marked it."""

    thread = serializers.CharField(source="thread.reference")
    private_for = serializers.ChoiceField([("", ""), *PrivateFor.choices])
    hidden_for = serializers.ChoiceField([("", ""), *HiddenFor.choices])
    helpful = serializers.SerializerMethodField()
    accepted_at = serializers.SerializerMethodField()
    thanked_at = serializers.SerializerMethodField()
    highlighted_at = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = (
            *("id", "thread", "author", "label", "text", "at", "private_for", "hidden_at", "hidden_for"),
            *("hidden_because", "helpful", "accepted_at", "thanked_at", "highlighted_at"),
        )

    @extend_schema_field(serializers.IntegerField())
    def get_helpful(self, message: Message) -> int:
        return _standing(message, "helpful") or 0

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_accepted_at(self, message: Message) -> Any:
        return _standing(message, "accepted_at")

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_thanked_at(self, message: Message) -> Any:
        return _standing(message, "thanked_at")

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_highlighted_at(self, message: Message) -> Any:
        return _standing(message, "highlighted_at")


def _standing(message: Message, name: str) -> Any:
    return getattr(getattr(message, "standing", None), name, None)


class CommunityMessageFilter(django_filters.FilterSet):
    thread = django_filters.CharFilter(field_name="thread__reference", max_length=12)
    author = django_filters.ChoiceFilter(choices=[(each.value, each.label) for each in THEIRS])
    accepted = YesNoFilter(method="only_accepted")
    hidden = YesNoFilter(method="only_hidden")

    class Meta:
        model = Message
        fields = ()

    def only_accepted(self, rows: QuerySet[Message], name: str, value: bool) -> QuerySet[Message]:
        return rows.exclude(standing__accepted_at=None) if value else rows.filter(standing__accepted_at=None)

    def only_hidden(self, rows: QuerySet[Message], name: str, value: bool) -> QuerySet[Message]:
        return rows.exclude(hidden_for="") if value else rows.filter(hidden_for="")


class CommunityThanksInput(serializers.Serializer):
    words = serializers.CharField(max_length=300, required=False, allow_blank=True)


class CommunityBecauseInput(serializers.Serializer):
    because = serializers.CharField(max_length=500, help_text="Its author reads it.")


class CommunityHideInput(CommunityBecauseInput):
    reason = serializers.ChoiceField([(each.value, each.label) for each in LEGAL])


class CommunityMessageViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """What was said for everybody, newest first. Nothing is deleted and nobody's words are changed."""

    queryset = (
        Message.objects.filter(kind__in=(Kind.PUBLIC, Kind.PRIVATE), author__in=THEIRS)
        .exclude(kind=Kind.PRIVATE, private_for="")
        .select_related("thread", "standing")
        .defer("thread__terms")
    )
    serializer_class = CommunityMessageSerializer
    filterset_class = CommunityMessageFilter
    paging_fields = ("-id",)
    lookup_value_regex = "[0-9]{1,18}"
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @move(None, gives=CommunityMessageSerializer)
    def accept(self, request: Request, pk: str) -> Response:
        """Say that this answer helps; several may."""
        return self._done(actions.accept)

    @move(None, gives=CommunityMessageSerializer)
    def unaccept(self, request: Request, pk: str) -> Response:
        """It does not help after all."""
        return self._done(actions.unaccept)

    @move(CommunityThanksInput, gives=CommunityMessageSerializer)
    def thank(self, request: Request, pk: str) -> Response:
        """Thank the customer who helped, in public."""
        return self._done(actions.thank, CommunityThanksInput)

    @move(None, gives=CommunityMessageSerializer)
    def highlight(self, request: Request, pk: str) -> Response:
        """First in its conversation, and on the community's front page."""
        return self._done(actions.highlight)

    @move(None, gives=CommunityMessageSerializer)
    def unhighlight(self, request: Request, pk: str) -> Response:
        """Among the others again."""
        return self._done(actions.unhighlight)

    @move(CommunityHideInput, gives=CommunityMessageSerializer)
    def hide(self, request: Request, pk: str) -> Response:
        """Hide it for a stated legal reason; counted in public, its author told."""
        return self._done(actions.hide, CommunityHideInput)

    @move(None, gives=CommunityMessageSerializer)
    def unhide(self, request: Request, pk: str) -> Response:
        """Show it again."""
        return self._done(actions.unhide)

    @move(CommunityBecauseInput, gives=CommunityMessageSerializer)
    def take_private(self, request: Request, pk: str) -> Response:
        """It holds personal data: its author and we read it from now on."""
        return self._done(actions.take_private, CommunityBecauseInput)

    @move(None, gives=CommunityMessageSerializer)
    def uncover(self, request: Request, pk: str) -> Response:
        """Give back to the public what was taken private."""
        return self._done(actions.uncover)

    def _done(self, action: Any, body: type[serializers.Serializer] | None = None) -> Response:
        given = validated(body, self.request) if body else {}
        message = self.get_object()
        action(message=message, by=self.request.actor, at=timezone.now(), **given)
        return Response(CommunityMessageSerializer(self.get_queryset().get(pk=message.pk)).data)


class PeerPostSerializer(serializers.ModelSerializer):
    """`text` while it is held; shown ones have a `message`."""

    thread = serializers.CharField(source="thread.reference")
    state = serializers.ChoiceField(State.choices)
    is_known = serializers.SerializerMethodField(help_text="Its author has confirmed the address.")

    class Meta:
        model = PeerPost
        fields = (
            *("id", "thread", "message", "state", "held_for", "name", "email", "is_known", "language", "text"),
            *("created_at", "decided_at", "decided_by", "decided_because"),
        )

    @extend_schema_field(serializers.BooleanField())
    def get_is_known(self, post: PeerPost) -> bool:
        return post.peer_id is not None


class PeerPostFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    thread = django_filters.CharFilter(field_name="thread__reference", max_length=12)

    class Meta:
        model = PeerPost
        fields = ()


class KeepBackInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300, help_text="Its author reads it.")


class PeerPostViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """What customers answered each other, held ones included, newest first."""

    queryset = PeerPost.objects.select_related("thread").defer("thread__terms")
    serializer_class = PeerPostSerializer
    filterset_class = PeerPostFilter
    paging_fields = ("-created_at", "-id")
    lookup_value_regex = "[0-9]{1,18}"
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @move(None, gives=PeerPostSerializer)
    def release(self, request: Request, pk: str) -> Response:
        """Show a held one."""
        post = actions.release(post=self.get_object(), by=request.actor, at=timezone.now())
        return Response(PeerPostSerializer(post).data)

    @move(KeepBackInput, gives=PeerPostSerializer)
    def keep_back(self, request: Request, pk: str) -> Response:
        """Don't show it; it is kept, and its author reads why."""
        given = validated(KeepBackInput, request)
        post = actions.keep_back(post=self.get_object(), by=request.actor, at=timezone.now(), **given)
        return Response(PeerPostSerializer(post).data)


def register(router: BaseRouter) -> None:
    router.register("community-messages", CommunityMessageViewSet, basename="community-message")
    router.register("community-posts", PeerPostViewSet, basename="community-post")
