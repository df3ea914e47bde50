from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import require
from core.text.translations import Language
from core.web.api import ActionViewSet, move, takes, validated
from feedback.answering import actions, queries
from feedback.answering.models import CannedReply
from feedback.answering.states import State
from feedback.targets.models import RegisterPolicy
from feedback.threads import policies as thread_policies
from feedback.threads.models import Thread
from incidents.catalogue.models import Component


class CannedWordsSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=5_000)


class CannedTextsSerializer(serializers.Serializer):
    """By language; what is left out is not written."""

    en = CannedWordsSerializer(required=False)
    fr = CannedWordsSerializer(required=False)
    ja = CannedWordsSerializer(required=False)


class CannedReplySerializer(serializers.ModelSerializer):
    register = serializers.CharField(source="register_id", allow_null=True, help_text="null: fits every register")
    component = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    used = serializers.IntegerField(read_only=True, help_text="Answers begun with it")
    texts = serializers.SerializerMethodField()

    class Meta:
        model = CannedReply
        fields = (
            *("key", "register", "component", "state", "edit", "texts", "used"),
            *("drafted_at", "drafted_by", "decided_at", "decided_by"),
        )

    def get_texts(self, canned: CannedReply) -> CannedTextsSerializer:
        return {row.language: {"title": row.title, "text": row.text} for row in canned.texts.all()}


class CannedFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    register = django_filters.CharFilter(field_name="register_id", max_length=40, label="Slug of a register")

    class Meta:
        model = CannedReply
        fields = ()


class WriteCannedInput(serializers.Serializer):
    register = serializers.SlugRelatedField(
        slug_field="slug", queryset=RegisterPolicy.objects.all(), required=False, allow_null=True
    )
    component = serializers.SlugRelatedField(
        slug_field="slug", queryset=Component.objects.all(), required=False, allow_null=True
    )
    texts = CannedTextsSerializer()
    edit = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="409 when the words have changed since"
    )


class CannedInput(WriteCannedInput):
    key = serializers.RegexField(r"^[a-z][a-z0-9_.]{1,59}$")
    edit = None


class FillInput(serializers.Serializer):
    thread = serializers.SlugRelatedField(slug_field="reference", queryset=Thread.objects.all())


class FilledSerializer(serializers.Serializer):
    language = serializers.ChoiceField(Language.choices)
    text = serializers.CharField(help_text="What is not known stays in braces, for a person to fill")


class NoInput(serializers.Serializer):
    """An empty object."""


class CannedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Words written beforehand; a beginning, hardly ever the whole answer."""

    queryset = queries.listed()
    serializer_class = CannedReplySerializer
    filterset_class = CannedFilter
    lookup_field = "key"
    lookup_value_regex = "[a-z][a-z0-9_.]{1,59}"
    paging_fields = ("position", "id")
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    @takes(CannedInput, gives=CannedReplySerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new one, as a draft."""
        canned = actions.draft_canned(by=request.actor, at=timezone.now(), **validated(CannedInput, request))
        return Response(self._whole(canned), status=201)

    @move(WriteCannedInput, gives=CannedReplySerializer)
    def write(self, request: Request, key: str) -> Response:
        """Write it anew; what was approved is a draft again."""
        data = validated(WriteCannedInput, request)
        canned = actions.write_canned(canned=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(self._whole(canned))

    @move(NoInput, gives=CannedReplySerializer)
    def approve(self, request: Request, key: str) -> Response:
        """Offer it from now on."""
        return self._decide(request, actions.approve_canned)

    @move(NoInput, gives=CannedReplySerializer)
    def retire(self, request: Request, key: str) -> Response:
        """Offer it no more."""
        return self._decide(request, actions.retire_canned)

    @move(FillInput, gives=FilledSerializer)
    def fill(self, request: Request, key: str) -> Response:
        """The words for one conversation, in its language, with all that is known filled in; changes nothing."""
        thread = validated(FillInput, request)["thread"]
        require(thread_policies.can_answer, request.actor, thread)
        text = queries.begun(self.get_object(), thread, by=request.actor, at=timezone.now())
        return Response({"language": thread.language, "text": text})

    def _decide(self, request: Request, action: Any) -> Response:
        validated(NoInput, request)
        return Response(self._whole(action(canned=self.get_object(), by=request.actor, at=timezone.now())))

    def _whole(self, canned: CannedReply) -> dict[str, Any]:
        return CannedReplySerializer(queries.listed().get(pk=canned.pk)).data
