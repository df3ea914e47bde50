from collections.abc import Callable
from dataclasses import replace

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, takes, validated
from incidents.communication import actions, queries
from incidents.communication.api import inputs
from incidents.communication.api.outputs import (
    EstimateSerializer,
    FindingsSerializer,
    RecipientsSerializer,
    RenderedSerializer,
    UpdateSerializer,
)
from incidents.communication.api.signatures import SignatureSerializer
from incidents.communication.models import Update
from incidents.response.models import Incident

REFERENCE = OpenApiParameter("reference", {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"}, OpenApiParameter.PATH)


class UpdateFilter(filters.FilterSet):
    incident = filters.CharFilter(field_name="incident__reference", max_length=20)

    class Meta:
        model = Update
        fields = ("incident", "state", "phase")


class UpdateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """What is said about incidents, newest first. Anybody on staff drafts; the incident's lead publishes.

    Publishing a state the incident isn't in yet moves it there; `updates:publish` is enough for that.
    """

    queryset = queries.listed()
    serializer_class = UpdateSerializer
    filterset_class = UpdateFilter
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9]{12}"
    paging_fields = ("-id",)
    scopes = {
        "list": "incidents:read",
        "retrieve": "incidents:read",
        "preview": "incidents:read",
        "findings": "incidents:read",
        "recipients": "incidents:read",
        "publish": "updates:publish",
        "correct": "updates:publish",
        "touch": "updates:publish",
        "withdraw": "updates:publish",
        "object": "updates:sign",
        "*": "incidents:write",
    }

    @takes(inputs.DraftInput, gives=UpdateSerializer, status=201)
    def create(self, request: Request) -> Response:
        """Write a draft. Readers see nothing of it."""
        data = validated(inputs.DraftInput, request)
        return self._answer(actions.draft(by=request.actor, at=timezone.now(), **data), status=201)

    @takes(inputs.ReviseInput, gives=UpdateSerializer)
    def partial_update(self, request: Request, id: str) -> Response:
        """Change a draft that is still at `version`; `texts` replace all there were."""
        return self._do(actions.revise, inputs.ReviseInput)

    @move(inputs.PublishInput, gives=UpdateSerializer)
    def publish(self, request: Request, id: str) -> Response:
        """Say it. 409 with `existing` when it is published already, with `allowed` when the state can't be told.

        400 with code `wording` and `findings` when the linter holds the words back; 409 with code
        `signature_needed` and `needed` when legal has not signed exactly these words. Where a rule gives time
        to object, the answer is still a draft, and `held_until` says when it goes out by itself.
        """
        return self._do(actions.publish, inputs.PublishInput)

    @move(inputs.VersionInput, gives=UpdateSerializer)
    def discard(self, request: Request, id: str) -> Response:
        """Put a draft away; it stays readable."""
        return self._do(actions.discard, inputs.VersionInput)

    @move(inputs.NothingInput, gives=SignatureSerializer(many=True))
    def ask_signatures(self, request: Request, id: str) -> Response:
        """Ask legal for what these words need; every signature of this draft. 409 when they need none."""
        validated(inputs.NothingInput, request)
        update = self.get_object()
        actions.ask_signatures(update=update, by=request.actor, at=timezone.now())
        return Response(SignatureSerializer(queries.signatures_of(update), many=True).data)

    @move(inputs.NothingInput, gives=UpdateSerializer)
    def withdraw(self, request: Request, id: str) -> Response:
        """Take back what waits for objections; it is a draft again."""
        return self._do(actions.withdraw, inputs.NothingInput)

    @move(inputs.WhyInput, gives=UpdateSerializer)
    def object(self, request: Request, id: str) -> Response:
        """Stop what waits for objections, with a reason: the commander's right, and legal's."""
        return self._do(actions.object_to, inputs.WhyInput)

    @move(inputs.CorrectInput, gives=UpdateSerializer, status=201)
    def correct(self, request: Request, id: str) -> Response:
        """Publish a correction of this update; both stay to be read."""
        return self._do(actions.correct, inputs.CorrectInput, status=201)

    @move(inputs.PrepareCorrectionInput, gives=UpdateSerializer, status=201)
    def prepare_correction(self, request: Request, id: str) -> Response:
        """Draft the correction of a fact that this update told and that has changed since; nothing is published."""
        return self._do(actions.prepare_correction, inputs.PrepareCorrectionInput, status=201)

    @move(inputs.TouchInput, gives=UpdateSerializer, status=201, detail=False)
    def touch(self, request: Request) -> Response:
        """Still working on it: refreshes the moment and the promise, in three languages."""
        data = validated(inputs.TouchInput, request)
        return self._answer(actions.touch(by=request.actor, at=timezone.now(), **data), status=201)

    @extend_schema(parameters=[inputs.PreviewInput], responses=RenderedSerializer)
    @action(detail=True, query_parameters=("audience", "channel_kind", "language"))
    def preview(self, request: Request, id: str) -> Response:
        """The update as one kind of reader sees it, and what the linter says of it; fields without a value stay."""
        wanted = inputs.PreviewInput(data=request.query_params.dict())  # plain: an empty value is no default
        wanted.is_valid(raise_exception=True)
        update, asked = self.get_object(), {"at": timezone.now(), **wanted.validated_data}
        seen = replace(queries.preview(update, **asked), findings=queries.remarks_seen(update, **asked))
        return Response(RenderedSerializer(seen).data)

    @extend_schema(responses=FindingsSerializer)
    @action(detail=True)
    def findings(self, request: Request, id: str) -> Response:
        """What the wording linter says of each text, what blocks first. Of a published update: what it said then."""
        rows = queries.remarks(self.get_object(), at=timezone.now())
        return Response(FindingsSerializer({"findings": rows}).data)

    @extend_schema(responses=RecipientsSerializer)
    @action(detail=True)
    def recipients(self, request: Request, id: str) -> Response:
        """Who will be told or was, and a reason for each who isn't."""
        return Response(RecipientsSerializer(queries.recipients(self.get_object())).data)

    def _do(self, act: Callable[..., Update], shape: type[serializers.Serializer], status: int = 200) -> Response:
        data = validated(shape, self.request)
        update = act(update=self.get_object(), by=self.request.actor, at=timezone.now(), **data)
        return self._answer(update, status=status)

    def _answer(self, update: Update, *, status: int = 200) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=update.pk)).data, status=status)


class EstimateViewSet(ActionViewSet):
    """The expected ends readers were told, each at its first telling, and how well they foresaw the end."""

    queryset = Incident.objects.all()
    serializer_class = EstimateSerializer
    pagination_class = None
    filter_backends = ()
    scopes = {"*": "incidents:read"}

    @extend_schema(responses=EstimateSerializer(many=True), parameters=[REFERENCE])
    def list(self, request: Request, reference: str) -> Response:
        """In the order in which they were told; `outcome` is null until the end is known."""
        incident = get_object_or_404(Incident, reference=reference)
        return Response(EstimateSerializer(queries.estimates_of(incident), many=True).data)
