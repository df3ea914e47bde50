from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, takes, validated
from feedback.threads import actions, queries
from feedback.threads.api import inputs
from feedback.threads.api.filters import ThreadFilter
from feedback.threads.api.outputs import MessageSerializer, ThreadDetailSerializer, ThreadSerializer, whole
from feedback.threads.errors import refuse_unreachable
from feedback.threads.models import Message, Thread


class ThreadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Conversations with customers, newest first."""

    queryset = queries.listed()
    serializer_class = ThreadSerializer
    filterset_class = ThreadFilter
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9-]{1,12}"
    paging_fields = ("-created_at", "-id")
    scopes = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}

    def get_queryset(self) -> QuerySet[Thread]:
        return super().get_queryset() if self.action in ("list", "retrieve") else Thread.objects.all()

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return ThreadSerializer if self.action == "list" else ThreadDetailSerializer

    @takes(inputs.ThreadInput, gives=ThreadDetailSerializer, status=201)
    def create(self, request: Request) -> Response:
        """Enter what a customer said: by a program of yours, on the telephone, in a letter."""
        data = _teamed(validated(inputs.ThreadInput, request))
        reach = {name: data.get(name, "") for name in ("email", "telephone", "handle")}
        refuse_unreachable(data["reply_by"], **reach)
        said: list[Message] = []
        thread = actions.receive(also=said.append, by=request.actor, at=timezone.now(), **data)
        return Response(whole(thread, said), status=201)

    @move(inputs.TriageInput, gives=ThreadDetailSerializer)
    def triage(self, request: Request, reference: str) -> Response:
        """Say what it is; the clocks run from when the customer wrote."""
        return self._do(actions.triage, _sorted(validated(inputs.TriageInput, request)))

    @move(inputs.ThreadAssignInput, gives=ThreadDetailSerializer)
    def assign(self, request: Request, reference: str) -> Response:
        """Say whose it is."""
        return self._do(actions.assign, validated(inputs.ThreadAssignInput, request))

    @move(inputs.HoldInput, gives=ThreadDetailSerializer)
    def hold(self, request: Request, reference: str) -> Response:
        """Set aside what looks like spam; nothing is lost."""
        return self._do(actions.hold, validated(inputs.HoldInput, request))

    @move(inputs.NoInput, gives=ThreadDetailSerializer)
    def release(self, request: Request, reference: str) -> Response:
        """Let a held one through; its clocks begin now."""
        return self._do(actions.release, validated(inputs.NoInput, request))

    @move(inputs.ShowInput, gives=ThreadDetailSerializer)
    def show(self, request: Request, reference: str) -> Response:
        """Make it public or private; what was said in private stays private."""
        return self._do(actions.show, validated(inputs.ShowInput, request))

    @move(inputs.NoInput, gives=ThreadDetailSerializer)
    def close(self, request: Request, reference: str) -> Response:
        """The conversation has come to its end; the customer may always reopen it."""
        return self._do(actions.close, validated(inputs.NoInput, request))

    @move(inputs.NoInput, gives=ThreadDetailSerializer)
    def reopen(self, request: Request, reference: str) -> Response:
        """Not over after all."""
        return self._do(actions.reopen, validated(inputs.NoInput, request))

    @move(inputs.ThreadMergeInput, gives=ThreadDetailSerializer)
    def merge(self, request: Request, reference: str) -> Response:
        """The same customer wrote twice: this one is closed, and the other answered. Nothing moves."""
        return self._do(actions.merge, validated(inputs.ThreadMergeInput, request))

    @move(inputs.NoInput, gives=ThreadDetailSerializer)
    def unmerge(self, request: Request, reference: str) -> Response:
        """They were two matters after all."""
        return self._do(actions.unmerge, validated(inputs.NoInput, request))

    @move(inputs.RelateInput, gives=ThreadDetailSerializer)
    def relate(self, request: Request, reference: str) -> Response:
        """Another customer has the same problem; each is answered in a conversation of their own."""
        return self._do(actions.relate, validated(inputs.RelateInput, request))

    @move(inputs.WordsInput, gives=MessageSerializer, status=201)
    def note(self, request: Request, reference: str) -> Response:
        """A word for colleagues alone."""
        return self._said(actions.note)

    @move(inputs.WordsInput, gives=MessageSerializer, status=201)
    def messages(self, request: Request, reference: str) -> Response:
        """Enter the customer's further words; what was answered or closed goes on."""
        return self._said(actions.add)

    def _do(self, act: Callable[..., Any], data: dict[str, Any]) -> Response:
        thread = self.get_object()
        act(thread=thread, by=self.request.actor, at=timezone.now(), **data)
        return Response(self._whole(thread))

    def _said(self, act: Callable[..., Any]) -> Response:
        data = validated(inputs.WordsInput, self.request)
        message = act(thread=self.get_object(), by=self.request.actor, at=timezone.now(), **data)
        return Response(MessageSerializer(message).data, status=201)

    def _whole(self, thread: Thread) -> dict[str, Any]:
        return whole(queries.listed().get(pk=thread.pk), queries.story(thread))


def _sorted(data: dict[str, Any]) -> dict[str, Any]:
    """Rows of reference data as the keys the actions take."""
    for name in ("register", "component", "region"):
        if name in data:
            row = data.pop(name)
            data[f"{name}_id"] = row.pk if row else None
    return _teamed(data)


def _teamed(data: dict[str, Any]) -> dict[str, Any]:
    if "team" in data:
        data["team"] = data["team"].name if data["team"] else ""
    return data
