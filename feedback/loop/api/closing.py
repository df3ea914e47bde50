from typing import Any

import django_filters
from django.db.models import Count, Q
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.text.translations import Language
from core.web.api import ActionViewSet, move, takes, validated
from feedback.loop import actions
from feedback.loop.models import ClosingLine, ClosingRun, ClosingText
from feedback.loop.states import LineState, RunState
from incidents.response.models import Incident

SCOPES = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}
LONGEST = 10_000


class ClosingTextSerializer(serializers.ModelSerializer):
    class Meta:
        model = ClosingText
        fields = ("language", "text", "edited_at", "edited_by")
        read_only_fields = fields


class ClosingRunSerializer(serializers.ModelSerializer):
    """`pending`, `told`, `failed` and `opted_out` count the lines of the ledger."""

    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    texts = ClosingTextSerializer(many=True, read_only=True)
    pending = serializers.IntegerField(read_only=True)
    told = serializers.IntegerField(read_only=True)
    failed = serializers.IntegerField(read_only=True)
    opted_out = serializers.IntegerField(read_only=True)

    class Meta:
        model = ClosingRun
        fields = (
            *("id", "incident", "resolved_at", "state", "drafted_at", "drafted_by", "started_at", "started_by"),
            *("ended_at", "texts", "pending", "told", "failed", "opted_out"),
        )
        read_only_fields = fields


class ClosingRunInput(serializers.Serializer):
    incident = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())


class ClosingTextInput(serializers.Serializer):
    """Fields: {greeting}, {wrote_at}, {scope}, {since}, {subject}, {reference}."""

    language = serializers.ChoiceField(choices=Language.choices)
    text = serializers.CharField(max_length=LONGEST, trim_whitespace=False)


class ClosingMoveInput(serializers.Serializer):
    """An empty object."""


class ClosingRetriedSerializer(serializers.Serializer):
    lines = serializers.IntegerField(help_text="How many are tried again.")


class RunFilter(django_filters.FilterSet):
    incident = django_filters.CharFilter(
        field_name="incident__reference", max_length=20, label="Reference of an incident"
    )
    state = django_filters.MultipleChoiceFilter(choices=RunState.choices)

    class Meta:
        model = ClosingRun
        fields = ()


COUNTS = {str(state): Count("lines", filter=Q(lines__state=state)) for state in LineState}


class ClosingRunViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """The closing messages of an incident: drafted, changed, started, and how far they are."""

    queryset = ClosingRun.objects.select_related("incident").prefetch_related("texts").annotate(**COUNTS)
    serializer_class = ClosingRunSerializer
    filterset_class = RunFilter
    lookup_value_regex = "[0-9]{1,18}"
    scopes = SCOPES

    @takes(ClosingRunInput, gives=ClosingRunSerializer, status=201)
    def create(self, request: Request) -> Response:
        """The drafts for an incident that is resolved; those there are, when somebody was faster."""
        run = actions.prepare(by=request.actor, at=timezone.now(), **validated(ClosingRunInput, request))
        return self._told(run, 201)

    @move(ClosingTextInput, gives=ClosingRunSerializer)
    def write(self, request: Request, pk: str) -> Response:
        """Change the words of one language; only before they are started."""
        return self._do(actions.write, validated(ClosingTextInput, request))

    @move(ClosingMoveInput, gives=ClosingRunSerializer)
    def start(self, request: Request, pk: str) -> Response:
        """Tell each linked customer; again, those linked since. It goes on by itself."""
        return self._do(actions.start, validated(ClosingMoveInput, request))

    @move(ClosingMoveInput, gives=ClosingRetriedSerializer)
    def retry(self, request: Request, pk: str) -> Response:
        """Try again what failed, but for what a mail server refused for good."""
        validated(ClosingMoveInput, request)
        count = actions.retry(run=self.get_object(), by=request.actor, at=timezone.now())
        return Response({"lines": count})

    def _do(self, act: Any, data: dict[str, Any]) -> Response:
        run = self.get_object()
        act(run=run, by=self.request.actor, at=timezone.now(), **data)
        return self._told(run)

    def _told(self, run: ClosingRun, status: int = 200) -> Response:
        return Response(ClosingRunSerializer(self.get_queryset().get(pk=run.pk)).data, status=status)


class ClosingLineSerializer(serializers.ModelSerializer):
    thread = serializers.SlugRelatedField(slug_field="reference", read_only=True)

    class Meta:
        model = ClosingLine
        fields = ("id", "run", "thread", "state", "reason", "attempts", "settled_at")
        read_only_fields = fields


class LineFilter(django_filters.FilterSet):
    run = django_filters.NumberFilter(field_name="run_id", label="Id of the run")
    state = django_filters.MultipleChoiceFilter(choices=LineState.choices)

    class Meta:
        model = ClosingLine
        fields = ()


class ClosingLineViewSet(mixins.ListModelMixin, ActionViewSet):
    """The ledger: who was told, who was not and why."""

    queryset = ClosingLine.objects.select_related("thread")
    serializer_class = ClosingLineSerializer
    filterset_class = LineFilter
    scopes = {"*": "feedback:read"}
