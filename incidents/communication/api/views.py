from collections.abc import Callable

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, takes, validated
from incidents.communication import actions, queries
from incidents.communication.api import inputs
from incidents.communication.api.outputs import RecipientsSerializer, RenderedSerializer, UpdateSerializer
from incidents.communication.models import Update


class UpdateFilter(filters.FilterSet):
    incident = filters.CharFilter(field_name="incident__reference", max_length=20)

    class Meta:
        model = Update
        fields = ("incident", "state", "phase")


class UpdateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """What is said about incidents, newest first. Anybody on staff drafts; the incident's lead publishes.

    Publishing a state the incident isn't in yet moves it there; `updates:publish` is enough for that.
    """

    queryset = Update.objects.select_related("incident", "corrects").prefetch_related("variants")
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
        "recipients": "incidents:read",
        "publish": "updates:publish",
        "correct": "updates:publish",
        "touch": "updates:publish",
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

    @move(inputs.VersionInput, gives=UpdateSerializer)
    def publish(self, request: Request, id: str) -> Response:
        """Say it. 409 with `existing` when it is published already, with `allowed` when the state can't be told."""
        return self._do(actions.publish, inputs.VersionInput)

    @move(inputs.VersionInput, gives=UpdateSerializer)
    def discard(self, request: Request, id: str) -> Response:
        """Put a draft away; it stays readable."""
        return self._do(actions.discard, inputs.VersionInput)

    @move(inputs.CorrectInput, gives=UpdateSerializer, status=201)
    def correct(self, request: Request, id: str) -> Response:
        """Publish a correction of this update; both stay to be read."""
        return self._do(actions.correct, inputs.CorrectInput, status=201)

    @move(inputs.TouchInput, gives=UpdateSerializer, status=201, detail=False)
    def touch(self, request: Request) -> Response:
        """Still working on it: refreshes the moment and the promise, in three languages."""
        data = validated(inputs.TouchInput, request)
        return self._answer(actions.touch(by=request.actor, at=timezone.now(), **data), status=201)

    @extend_schema(parameters=[inputs.PreviewInput], responses=RenderedSerializer)
    @action(detail=True, query_parameters=("audience", "channel_kind", "language"))
    def preview(self, request: Request, id: str) -> Response:
        """The update as one kind of reader sees it; fields without a value are shown as they are."""
        wanted = inputs.PreviewInput(data=request.query_params.dict())  # plain: an empty value is no default
        wanted.is_valid(raise_exception=True)
        seen = queries.preview(self.get_object(), at=timezone.now(), **wanted.validated_data)
        return Response(RenderedSerializer(seen).data)

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
