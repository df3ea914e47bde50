"""REST resource: how playbooks are followed in an incident."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.text.translations import Language
from core.web.api import ActionViewSet, move, takes, validated
from incidents.playbooks import actions, following
from incidents.playbooks.following import Following, Stop
from incidents.playbooks.models import Playbook, PlaybookRun, RunAnswer
from incidents.playbooks.states import NodeKind
from incidents.response.models import Incident

NOTE = {"max_length": 2_000, "required": False, "allow_blank": True}
LANGUAGE = {"choices": Language.choices, "required": False, "help_text": "Of the note; it may become a fact"}


class StartInput(serializers.Serializer):
    playbook = serializers.SlugRelatedField(slug_field="slug", queryset=Playbook.objects.in_use().distinct())


class AnswerInput(serializers.Serializer):
    node = serializers.CharField(max_length=40)
    answer = serializers.CharField(max_length=40, required=False, help_text="“done” where nothing is asked")
    note = serializers.CharField(**NOTE)
    seen = serializers.IntegerField(
        required=False, min_value=0, max_value=100_000, help_text="How many answers you have seen"
    )
    language = serializers.ChoiceField(**LANGUAGE)


class CorrectAnswerInput(serializers.Serializer):
    number = serializers.IntegerField(min_value=1, max_value=100_000, help_text="Of the wrong answer")
    answer = serializers.CharField(max_length=40)
    note = serializers.CharField(**NOTE)
    language = serializers.ChoiceField(**LANGUAGE)


class AbandonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2_000)


class AdoptInput(serializers.Serializer):
    """An empty object."""


class RunAnswerSerializer(serializers.ModelSerializer):
    label = serializers.SerializerMethodField(help_text="The answer's words")
    superseded_by = serializers.SlugRelatedField(slug_field="number", read_only=True)
    update = serializers.SlugRelatedField(slug_field="public_id", read_only=True, help_text="What readers were told")

    class Meta:
        model = RunAnswer
        fields = (
            *("number", "node", "answer", "label", "note", "answered_at", "answered_by", "role", "version_number"),
            *("corrects", "superseded_by", "update"),
        )

    def to_representation(self, stop: Stop) -> dict[str, Any]:
        stop.row.label = stop.label
        return super().to_representation(stop.row)

    def get_label(self, row: RunAnswer) -> str:
        return row.label


class RunChoiceSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()


class RunNodeSerializer(serializers.Serializer):
    """Where the run stands. `due_at`: when a wait ends or the question is asked again."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=NodeKind.choices)
    text = serializers.CharField()
    fact = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    choices = RunChoiceSerializer(many=True)
    due_at = serializers.DateTimeField(allow_null=True)
    deadline_at = serializers.DateTimeField(allow_null=True)
    draft = serializers.CharField(allow_null=True, help_text="The message prepared for this node")


class NewerSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    differs = serializers.IntegerField(help_text="How many nodes differ")
    ahead = serializers.ListField(child=serializers.CharField(), help_text="Those still ahead")


class RunSerializer(serializers.Serializer):
    """One run with the path taken, which is evidence for the review."""

    id = serializers.IntegerField(source="run.pk")
    playbook = serializers.CharField(source="run.playbook.slug")
    title = serializers.CharField()
    version = serializers.IntegerField(source="run.version.number")
    parent = serializers.IntegerField(source="run.parent_id", allow_null=True)
    state = serializers.ChoiceField(source="run.state", choices=PlaybookRun._meta.get_field("state").choices)
    outcome = serializers.CharField(source="run.outcome")
    started_at = serializers.DateTimeField(source="run.started_at")
    started_by = serializers.CharField(source="run.started_by")
    ended_at = serializers.DateTimeField(source="run.ended_at", allow_null=True)
    ended_by = serializers.CharField(source="run.ended_by")
    abandon_reason = serializers.CharField(source="run.abandon_reason")
    node = serializers.SerializerMethodField(help_text="null once it is over")
    inside = serializers.SerializerMethodField(help_text="The run inside it that is followed now")
    answers = RunAnswerSerializer(source="stops", many=True)
    flagged = serializers.SerializerMethodField(help_text="Updates said on an answer that was corrected since")
    newer = serializers.SerializerMethodField()

    @extend_schema_field(RunNodeSerializer(allow_null=True))
    def get_node(self, view: Following) -> dict[str, Any] | None:
        node = view.node
        if node is None or not view.run.is_running:
            return None
        told = {"key": node.key, "kind": str(node.kind), "text": view.text, "fact": node.fact, "roles": node.roles}
        draft = view.run.draft.public_id if view.run.draft else None
        clocks = {"due_at": view.due_at, "deadline_at": view.deadline_at, "draft": draft}
        return RunNodeSerializer({**told, **clocks, "choices": view.choices}).data

    @extend_schema_field({"type": ["integer", "null"]})
    def get_inside(self, view: Following) -> int | None:
        return view.inside.run.pk if view.inside else None

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_flagged(self, view: Following) -> list[str]:
        return [update.public_id for update in view.flagged]

    @extend_schema_field(NewerSerializer(allow_null=True))
    def get_newer(self, view: Following) -> dict[str, Any] | None:
        if view.newer is None:
            return None
        found = view.newer.difference
        row = {"number": view.newer.version.number, "differs": found.count, "ahead": found.ahead}
        return NewerSerializer(row).data


REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="Of the incident")


@extend_schema(parameters=[REFERENCE])
class RunViewSet(ActionViewSet):
    """Playbooks as they are followed in one incident. Two answers to one question: the first counts, 409 shows it."""

    queryset = PlaybookRun.objects.select_related("incident")
    serializer_class = RunSerializer
    pagination_class = None
    lookup_value_regex = "[0-9]{1,9}"
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}

    @extend_schema(responses=RunSerializer(many=True), filters=False)
    def list(self, request: Request, reference: str) -> Response:
        """Every run with its path, those inside others included; the ones that go on first."""
        return Response(RunSerializer(following.everyone(self._incident(), timezone.now()), many=True).data)

    @extend_schema(responses=RunSerializer)
    def retrieve(self, request: Request, reference: str, pk: str) -> Response:
        return self._told(self._run(pk))

    @takes(StartInput, gives=RunSerializer, status=201)
    def create(self, request: Request, reference: str) -> Response:
        """Start a playbook; 409 with `run` when it is followed already."""
        data = validated(StartInput, request)
        run = actions.start(incident=self._incident(), by=request.actor, at=timezone.now(), **data)
        return self._told(run, status=201)

    @move(AnswerInput, gives=RunSerializer)
    def answer(self, request: Request, reference: str, pk: str) -> Response:
        """Answer the question it stands at, or say “done”; 409 with `existing` when somebody was faster."""
        return self._do(actions.answer, AnswerInput, pk)

    @move(CorrectAnswerInput, gives=RunSerializer)
    def correct(self, request: Request, reference: str, pk: str) -> Response:
        """Replace an answer; what followed from it is superseded, messages said on it are flagged."""
        return self._do(actions.correct, CorrectAnswerInput, pk)

    @move(AbandonInput, gives=RunSerializer)
    def abandon(self, request: Request, reference: str, pk: str) -> Response:
        """Stop following it, with a reason."""
        return self._do(actions.abandon, AbandonInput, pk)

    @move(AdoptInput, gives=RunSerializer)
    def adopt(self, request: Request, reference: str, pk: str) -> Response:
        """Go on with the newer version; 409 when there is none."""
        return self._do(actions.adopt_newer_version, AdoptInput, pk)

    def _do(self, act: Callable[..., Any], shape: type[serializers.Serializer], pk: str) -> Response:
        data = validated(shape, self.request)
        run = self._run(pk)
        act(run=run, by=self.request.actor, at=timezone.now(), **data)
        return self._told(run)

    def _incident(self) -> Incident:
        found = Incident.objects.filter(reference=self.kwargs["reference"]).first()
        if found is None:
            raise NotFound
        return found

    def _run(self, pk: str) -> PlaybookRun:
        found = self.get_queryset().filter(pk=pk, incident__reference=self.kwargs["reference"]).first()
        if found is None:
            raise NotFound
        return found

    def _told(self, run: PlaybookRun, *, status: int = 200) -> Response:
        return Response(RunSerializer(following.one(run, timezone.now())).data, status=status)


def register(router: BaseRouter) -> None:
    router.register(r"incidents/(?P<reference>[A-Za-z0-9-]{1,20})/runs", RunViewSet, basename="run")
