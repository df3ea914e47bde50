"""What a thread looks like to a program."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedback.threads import queries
from feedback.threads.models import Message, Thread

CLOCKS = ("acknowledge_due_at", "acknowledged_at", "answer_due_at", "first_answer_due_at", "first_answer_at")


class MessageSerializer(serializers.ModelSerializer):
    """`kind` says who may read it. What the law forbids to show stays, with its reason."""

    class Meta:
        model = Message
        fields = ("id", "kind", "author", "label", "text", "at", "hidden_at", "hidden_because")


class ThreadSerializer(serializers.ModelSerializer):
    """A line of the list; needs `queries.listed()`."""

    register = serializers.CharField(source="register_id", allow_null=True, help_text="null: nobody has sorted it yet")
    component = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    region = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    assignee = serializers.SlugRelatedField(slug_field="username", read_only=True)
    alike = serializers.SlugRelatedField(
        slug_field="reference", read_only=True, help_text="the first conversation about the same problem"
    )
    merged_into = serializers.SlugRelatedField(slug_field="reference", read_only=True)

    class Meta:
        model = Thread
        fields = (
            *("reference", "origin", "state", "held_for", "visibility", "subject", "language", "register"),
            *(
                "component",
                "component_proposed",
                "region",
                "assignee",
                "team",
                "name",
                "email",
                "telephone",
                "handle",
                "reply_by",
                "wants_updates",
            ),
            *("awaits_human", "created_at", "changed_at", "customer_wrote_at", *CLOCKS, "promised_at"),
            *("resolve_due_at", "closed_at", "closed_by", "merged_into", "alike"),
        )


class ThreadDetailSerializer(ThreadSerializer):
    messages = serializers.SerializerMethodField()

    class Meta(ThreadSerializer.Meta):
        fields = (*ThreadSerializer.Meta.fields, "messages")

    @extend_schema_field(MessageSerializer(many=True))
    def get_messages(self, thread: Thread) -> Any:
        return MessageSerializer(queries.story(thread), many=True).data


def whole(thread: Thread, said: Iterable[Message]) -> dict[str, Any]:
    """What `ThreadDetailSerializer` gives of a thread whose messages are at hand. Its fields are made once: making
    them anew costs as much as keeping the message."""
    line, words = _fields(ThreadSerializer), _fields(MessageSerializer)
    return {**line.to_representation(thread), "messages": [words.to_representation(each) for each in said]}


@cache
def _fields(kind: type[serializers.ModelSerializer]) -> serializers.ModelSerializer:
    return kind()
