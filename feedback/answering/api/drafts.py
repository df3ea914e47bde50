from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import require
from core.web.api import ActionViewSet, takes, validated
from feedback.answering import actions
from feedback.answering.api.replies import canned_field
from feedback.answering.models import ReplyDraft
from feedback.threads import policies
from feedback.threads.actions.receive import LONGEST
from feedback.threads.models import Thread
from feedback.threads.states import Kind

REFERENCE = OpenApiParameter("thread", {"type": "string", "pattern": "^[A-Za-z0-9-]{1,12}$"}, OpenApiParameter.PATH)


class ReplyDraftSerializer(serializers.ModelSerializer):
    thread = serializers.CharField(source="thread.reference")
    canned = serializers.CharField(source="canned.key", allow_null=True, default=None)

    class Meta:
        model = ReplyDraft
        fields = ("thread", "text", "kind", "asks", "promised_at", "canned", "saved_at")


class ReplyDraftInput(serializers.Serializer):
    thread = serializers.SlugRelatedField(slug_field="reference", queryset=Thread.objects.all())
    text = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    asks = serializers.BooleanField(required=False)
    promised_at = serializers.DateTimeField(required=False, allow_null=True)
    canned = canned_field()


class DraftViewSet(mixins.ListModelMixin, ActionViewSet):
    """What the token's owner has typed and not sent: one for each conversation, shown to nobody else."""

    queryset = ReplyDraft.objects.select_related("thread", "canned").defer("thread__terms")
    serializer_class = ReplyDraftSerializer
    lookup_field = "thread"
    lookup_value_regex = "[A-Za-z0-9-]{1,12}"
    paging_fields = ("-saved_at", "-id")
    rights = {"list": policies.VIEW, "retrieve": policies.VIEW}  # of one's own there is no right to ask for
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    def get_queryset(self) -> QuerySet[ReplyDraft]:
        return super().get_queryset().filter(user=self.request.actor.user_id)

    @extend_schema(parameters=[REFERENCE], responses=ReplyDraftSerializer)
    def retrieve(self, request: Request, thread: str) -> Response:
        """One's own draft for this conversation."""
        return Response(ReplyDraftSerializer(self._own(thread)).data)

    @takes(ReplyDraftInput, gives=ReplyDraftSerializer, status=201)
    def create(self, request: Request) -> Response:
        """Keep what is typed; it takes the place of the draft before it."""
        data = validated(ReplyDraftInput, request)
        draft = actions.keep_draft(by=request.actor, at=timezone.now(), **data)
        return Response(ReplyDraftSerializer(draft).data, status=201)

    @extend_schema(parameters=[REFERENCE], request=None, responses={204: None})
    def destroy(self, request: Request, thread: str) -> Response:
        """Put it away."""
        draft = self._own(thread)
        require(policies.can_note, request.actor, draft.thread)
        actions.drop_draft(thread=draft.thread, by=request.actor, at=timezone.now())
        return Response(status=204)

    def _own(self, reference: str) -> ReplyDraft:
        found = self.get_queryset().filter(thread__reference=reference).first()
        if found is None:
            raise Http404
        return found
