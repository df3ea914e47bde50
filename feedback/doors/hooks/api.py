"""REST resource: programs that hand us what customers wrote elsewhere."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.sources.api import KeySerializer, NoSourceInput, SecretSerializer, key_moves
from core.text.translations import Language
from core.web.api import move, takes, told_once, validated
from feedback.doors.hooks import actions
from feedback.doors.hooks.mapping import LONGEST_PATH
from feedback.doors.hooks.models import FeedbackSource

MOST = 1_000_000


class FeedbackSourceSerializer(serializers.ModelSerializer):
    is_signed = serializers.BooleanField(read_only=True, help_text="What it hands in must carry a webhook signature.")
    mapping = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = FeedbackSource
        fields = (
            *("name", "slug", "is_active", "language", "mapping", "reply_url", "key_hint", "is_signed"),
            *("hourly_limit", "author_limit"),
            *("created_at", "last_received_at", "last_error"),
        )


class FeedbackSourceWithKeySerializer(KeySerializer, FeedbackSourceSerializer):
    class Meta(FeedbackSourceSerializer.Meta):
        fields = (*FeedbackSourceSerializer.Meta.fields, "key")


class FeedbackSourceWithSecretSerializer(SecretSerializer, FeedbackSourceSerializer):
    class Meta(FeedbackSourceSerializer.Meta):
        fields = (*FeedbackSourceSerializer.Meta.fields, "secret")


class SourceRules(serializers.Serializer):
    language = serializers.ChoiceField(
        choices=Language.choices, required=False, help_text="For what does not say its own."
    )
    mapping = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_PATH),
        required=False,
        help_text="Our names (text, id, author, name, url, language, public, subject, in_reply_to) and dotted paths.",
    )
    reply_url = serializers.CharField(
        max_length=500, allow_blank=True, required=False, help_text="Our answers go there as signed webhooks."
    )
    is_active = serializers.BooleanField(required=False)
    hourly_limit = serializers.IntegerField(
        min_value=0, max_value=MOST, required=False, help_text="Conversations an hour; what comes beyond is held."
    )
    author_limit = serializers.IntegerField(min_value=0, max_value=MOST, required=False, help_text="Of one author.")


class FeedbackSourceInput(SourceRules):
    name = serializers.CharField(max_length=80)
    slug = serializers.SlugField(max_length=40)


class ChangeFeedbackSourceInput(SourceRules):
    """What is left out stays."""

    name = serializers.CharField(max_length=80, required=False)


KEY_MOVES = key_moves(
    plain=FeedbackSourceSerializer,
    with_key=FeedbackSourceWithKeySerializer,
    with_secret=FeedbackSourceWithSecretSerializer,
)


class FeedbackSourceViewSet(KEY_MOVES):
    """Programs that hand us what customers wrote elsewhere: networks, review sites, shops."""

    queryset = FeedbackSource.objects.all()
    serializer_class = FeedbackSourceSerializer
    lookup_value_regex = "[-a-zA-Z0-9_]{1,40}"
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @takes(FeedbackSourceInput, gives=FeedbackSourceWithKeySerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new source; its key is in the answer and nowhere else."""
        data = validated(FeedbackSourceInput, request)
        source, key = actions.create_source(by=request.actor, at=timezone.now(), **data)
        return told_once({**FeedbackSourceSerializer(source).data, "key": key})

    @takes(ChangeFeedbackSourceInput, gives=FeedbackSourceSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change a source; `is_active: false` refuses what it hands in at once. Its address stays."""
        data = validated(ChangeFeedbackSourceInput, request)
        source = actions.change_source(source=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(FeedbackSourceSerializer(source).data)

    @takes(None, gives=None, status=204)
    def destroy(self, request: Request, slug: str) -> Response:
        """Delete a source that has handed in nothing; others are set inactive."""
        actions.remove_source(source=self.get_object(), by=request.actor, at=timezone.now())
        return Response(status=204)

    @move(NoSourceInput, gives=FeedbackSourceWithSecretSerializer)
    def rotate_reply_secret(self, request: Request, slug: str) -> Response:
        """A new secret that signs our answers; for a day they carry the signature of the old one, too."""
        return self.told(actions.rotate_reply_secret, request, "secret")


def register(router: BaseRouter) -> None:
    router.register("feedback-sources", FeedbackSourceViewSet)
