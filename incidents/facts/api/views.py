from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, validated
from incidents.facts import actions, queries
from incidents.facts.api import inputs
from incidents.facts.api.outputs import (
    FactAnswerSerializer,
    FactLedgerSerializer,
    FactRequestSerializer,
    FactSerializer,
)
from incidents.facts.models import Fact
from incidents.response.models import Incident

REFERENCE = OpenApiParameter("reference", {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"}, OpenApiParameter.PATH)
KEY = OpenApiParameter("key", {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,40}$"}, OpenApiParameter.PATH)


@extend_schema(parameters=[REFERENCE])
class FactViewSet(ActionViewSet):
    """What is known about one incident, question by question. "Not known yet" is an answer."""

    queryset = Fact.objects.all()
    serializer_class = FactSerializer
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,40}"
    pagination_class = None
    filter_backends = ()
    scopes = {
        "list": "incidents:read",
        "retrieve": "incidents:read",
        "history": "incidents:read",
        "publishable": "updates:publish",
        "reword": "updates:publish",
        "*": "incidents:write",
    }

    @extend_schema(responses=FactLedgerSerializer)
    def list(self, request: Request, reference: str) -> Response:
        """The whole ledger, and what the next message lacks."""
        return Response(FactLedgerSerializer(queries.ledger(self._incident())).data)

    @extend_schema(responses=FactSerializer, parameters=[KEY])
    def retrieve(self, request: Request, reference: str, key: str) -> Response:
        """One question with its present answer."""
        return Response(self._line())

    @extend_schema(responses=FactAnswerSerializer(many=True), parameters=[KEY])
    @action(detail=True)
    def history(self, request: Request, reference: str, key: str) -> Response:
        """Every answer there was, newest first."""
        incident = self._incident()
        self._line(incident)
        return Response(FactAnswerSerializer(queries.history(incident, key), many=True).data)

    @extend_schema(parameters=[KEY])
    @move(inputs.FactAnswerInput, gives=FactSerializer)
    def answer(self, request: Request, reference: str, key: str) -> Response:
        """Say what is known; confirming is for the commander and experts. 409 with `current` if somebody was faster."""
        return self._do(actions.answer, inputs.FactAnswerInput)

    @extend_schema(parameters=[KEY])
    @move(inputs.RetractInput, gives=FactSerializer)
    def retract(self, request: Request, reference: str, key: str) -> Response:
        """Take the answer back: it was wrong, and nothing better is known."""
        return self._do(actions.retract, inputs.RetractInput)

    @extend_schema(parameters=[KEY])
    @move(inputs.RewordInput, gives=FactSerializer)
    def reword(self, request: Request, reference: str, key: str) -> Response:
        """Better words, or a language that was missing, for the same fact."""
        return self._do(actions.reword, inputs.RewordInput)

    @extend_schema(parameters=[KEY])
    @move(inputs.PublishableInput, gives=FactSerializer)
    def publishable(self, request: Request, reference: str, key: str) -> Response:
        """Hold a fact back from messages, or let it in again."""
        return self._do(actions.mark_publishable, inputs.PublishableInput)

    @extend_schema(parameters=[KEY])
    @move(inputs.AskInput, gives=FactRequestSerializer, status=201)
    def ask(self, request: Request, reference: str, key: str) -> Response:
        """Ask a person, a role or a group for it; they are written to."""
        data = validated(inputs.AskInput, request)
        incident = self._incident()
        self._line(incident)
        row = actions.ask(incident=incident, key=key, by=request.actor, at=timezone.now(), **data)
        return Response(FactRequestSerializer(row).data, status=201)

    def _do(self, act: Callable[..., Any], shape: type[serializers.Serializer]) -> Response:
        data = inputs.plain(validated(shape, self.request))
        incident = self._incident()
        self._line(incident)
        act(incident=incident, key=self.kwargs["key"], by=self.request.actor, at=timezone.now(), **data)
        return Response(self._line())

    def _incident(self) -> Incident:
        return get_object_or_404(Incident.objects.select_related("third_party"), reference=self.kwargs["reference"])

    def _line(self, incident: Incident | None = None) -> dict[str, Any]:
        line = queries.ledger(incident or self._incident()).line(self.kwargs["key"])
        if line is None:
            raise Http404
        return FactSerializer(line).data
