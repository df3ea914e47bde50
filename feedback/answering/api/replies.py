from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import require
from core.web.api import ActionViewSet, takes, validated
from core.web.errors import Invalid
from feedback.answering import actions, queries
from feedback.answering.models import CannedReply
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.actions.receive import LONGEST
from feedback.threads.api.outputs import MessageSerializer
from feedback.threads.models import Message, Thread
from feedback.threads.states import Kind

REFERENCE = OpenApiParameter("reference", {"type": "string", "pattern": "^[A-Za-z0-9-]{1,12}$"}, OpenApiParameter.PATH)


def canned_field(**options: Any) -> serializers.SlugRelatedField:
    rows = CannedReply.objects.approved().prefetch_related("texts")
    return serializers.SlugRelatedField(slug_field="key", queryset=rows, required=False, allow_null=True, **options)


class ReplyInput(serializers.Serializer):
    """`text`, or `canned` alone where the register lets a canned reply go out as it stands."""

    text = serializers.CharField(max_length=LONGEST, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False, help_text="Left out: as public as the conversation")
    asks = serializers.BooleanField(required=False, help_text="We need something from the customer")
    promised_at = serializers.DateTimeField(required=False, allow_null=True, help_text="We write again by then")
    canned = canned_field(help_text="Key of the canned reply it was begun with")
    seen = serializers.IntegerField(
        min_value=0,
        max_value=2**63 - 1,
        required=False,
        allow_null=True,
        help_text="Id of the last message you have read; 409 when more was said since",
    )


@extend_schema(parameters=[REFERENCE])
class ReplyViewSet(ActionViewSet):
    """Our answers to one customer."""

    queryset = Message.objects.all()
    serializer_class = MessageSerializer
    pagination_class = None
    filter_backends = ()
    scopes = {"*": "feedback:write"}

    @takes(ReplyInput, gives=MessageSerializer, status=201)
    def create(self, request: Request, reference: str) -> Response:
        """Answer, by the channel the customer chose; with kind "note", a word for colleagues alone."""
        thread = get_object_or_404(Thread, reference=reference)
        data, call = validated(ReplyInput, request), {"thread": thread, "by": request.actor, "at": timezone.now()}
        require(policies.can_note, request.actor, thread)
        if data.get("kind") == Kind.NOTE:
            message = threads.note(text=data.get("text", ""), **call)
        else:
            require(policies.can_answer, request.actor, thread)
            message = actions.reply(**_with_text(data, call), **call)
        return Response(MessageSerializer(message).data, status=201)


def _with_text(data: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    canned = data.get("canned")
    if data.get("text"):
        return data
    if canned is None:
        raise Invalid({"text": ["Give a text, or the key of a canned reply."]})
    return data | {"text": queries.begun(canned, call["thread"], by=call["by"], at=call["at"])}
