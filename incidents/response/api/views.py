from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, takes, validated
from incidents.response import actions, queries
from incidents.response.api import inputs
from incidents.response.api.filters import IncidentFilter
from incidents.response.api.outputs import EntrySerializer, IncidentDetailSerializer, IncidentSerializer
from incidents.response.models import Incident


class IncidentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Incidents, newest first. A move that the state table lacks answers 409 with the allowed ones."""

    queryset = queries.listed()
    serializer_class = IncidentSerializer
    filterset_class = IncidentFilter
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9-]{1,20}"
    paging_fields = ("-declared_at", "-id")
    scopes = {
        "list": "incidents:read",
        "retrieve": "incidents:read",
        "timeline": "incidents:read",
        "*": "incidents:write",
    }

    def get_queryset(self) -> QuerySet[Incident]:
        if self.action == "list":
            return super().get_queryset()
        return queries.detailed() if self.action == "retrieve" else Incident.objects.all()

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return IncidentDetailSerializer if self.action == "retrieve" else IncidentSerializer

    @takes(inputs.DeclareInput, gives=IncidentDetailSerializer, status=201)
    def create(self, request: Request) -> Response:
        """Declare an incident; whoever declares commands it until relieved. `…/playbooks/` then tells what fits."""
        data = validated(inputs.DeclareInput, request)
        incident = actions.declare(by=request.actor, at=timezone.now(), **data)
        return Response(self._whole(incident), status=201)

    @extend_schema(responses=EntrySerializer(many=True), filters=False)
    @action(detail=True, filter_backends=(), query_parameters=("cursor", "page_size"))
    def timeline(self, request: Request, reference: str) -> Response:
        """The story, newest first."""
        self.paging_fields = ("-at", "-id")
        page = self.paginate_queryset(self.get_object().entries.all())
        return self.get_paginated_response(EntrySerializer(page, many=True).data)

    @move(inputs.NoInput, gives=IncidentDetailSerializer)
    def acknowledge(self, request: Request, reference: str) -> Response:
        """Somebody is on it; the first one counts."""
        return self._do(actions.acknowledge, inputs.NoInput)

    @move(inputs.ClassifyInput, gives=IncidentDetailSerializer)
    def classify(self, request: Request, reference: str) -> Response:
        """Decide the severity. Lowering it needs command and a reason."""
        return self._do(actions.classify, inputs.ClassifyInput)

    @move(inputs.AssignInput, gives=IncidentDetailSerializer)
    def assign(self, request: Request, reference: str) -> Response:
        """Give somebody a role; where only one may hold it, whoever held it is relieved."""
        return self._do(actions.assign, inputs.AssignInput)

    @move(inputs.HandOverInput, gives=IncidentDetailSerializer)
    def hand_over(self, request: Request, reference: str) -> Response:
        """Pass a role on with what the next one must know."""
        return self._do(actions.hand_over, inputs.HandOverInput)

    @move(inputs.RoleInput, gives=IncidentDetailSerializer)
    def take_over(self, request: Request, reference: str) -> Response:
        """The role is mine now; logged, and whoever held it sees it."""
        return self._do(actions.take_over, inputs.RoleInput)

    @move(inputs.ReleaseInput, gives=IncidentDetailSerializer)
    def release(self, request: Request, reference: str) -> Response:
        """Put a role down: one's own, unless `user` is named."""
        return self._do(actions.release, inputs.ReleaseInput)

    @move(inputs.CallInput, gives=IncidentDetailSerializer)
    def call_role(self, request: Request, reference: str) -> Response:
        """Want somebody for a role; answered by taking it, passed on after 5 minutes."""
        return self._do(actions.call, inputs.CallInput)

    @move(inputs.RoleInput, gives=IncidentDetailSerializer)
    def decline_call(self, request: Request, reference: str) -> Response:
        """Say no to one's own call; it passes on at once."""
        return self._do(actions.decline_call, inputs.RoleInput)

    @move(inputs.RoleInput, gives=IncidentDetailSerializer)
    def withdraw_call(self, request: Request, reference: str) -> Response:
        """Nobody is wanted for this role any more."""
        return self._do(actions.withdraw_call, inputs.RoleInput)

    @move(inputs.NoteInput, gives=EntrySerializer, status=201)
    def note(self, request: Request, reference: str) -> Response:
        """Add what you saw, did or decided to the timeline."""
        data = validated(inputs.NoteInput, request)
        entry = actions.note(incident=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(EntrySerializer(entry).data, status=201)

    @move(inputs.ProgressInput, gives=IncidentDetailSerializer)
    def progress(self, request: Request, reference: str) -> Response:
        """Move along the state table."""
        return self._do(actions.progress, inputs.ProgressInput)

    @move(inputs.SetImpactInput, gives=IncidentDetailSerializer)
    def set_impact(self, request: Request, reference: str) -> Response:
        """Say how a component is, in one region or everywhere."""
        return self._do(actions.set_impact, inputs.SetImpactInput)

    @move(inputs.RecoverInput, gives=IncidentDetailSerializer)
    def recover(self, request: Request, reference: str) -> Response:
        """The component works again, in one region or wherever it was impaired."""
        return self._do(actions.recover, inputs.RecoverInput)

    @move(inputs.ResolveInput, gives=IncidentDetailSerializer)
    def resolve(self, request: Request, reference: str) -> Response:
        """The harm has ended; what is still impaired recovers too, unless `recover_all` is false."""
        return self._do(actions.resolve, inputs.ResolveInput)

    @move(inputs.ReopenInput, gives=IncidentDetailSerializer)
    def reopen(self, request: Request, reference: str) -> Response:
        """It was not over."""
        return self._do(actions.reopen, inputs.ReopenInput)

    @move(inputs.CloseInput, gives=IncidentDetailSerializer)
    def close(self, request: Request, reference: str) -> Response:
        """Nothing is left to do but learn, or there never was anything wrong."""
        return self._do(actions.close, inputs.CloseInput)

    @move(inputs.MergeInput, gives=IncidentDetailSerializer)
    def merge(self, request: Request, reference: str) -> Response:
        """This one is a duplicate of `into` and is closed."""
        return self._do(actions.merge, inputs.MergeInput)

    @move(inputs.RenameInput, gives=IncidentDetailSerializer)
    def rename(self, request: Request, reference: str) -> Response:
        """A better title, for staff and per language."""
        return self._do(actions.rename, inputs.RenameInput)

    @move(inputs.RescheduleInput, gives=IncidentDetailSerializer)
    def reschedule(self, request: Request, reference: str) -> Response:
        """Move planned maintenance, or extend it once it has begun; subscribers are told."""
        return self._do(actions.reschedule, inputs.RescheduleInput)

    @move(inputs.CancelInput, gives=IncidentDetailSerializer)
    def cancel_maintenance(self, request: Request, reference: str) -> Response:
        """Call off maintenance that has not begun; subscribers are told."""
        return self._do(actions.cancel_maintenance, inputs.CancelInput)

    @move(inputs.AutomateInput, gives=IncidentDetailSerializer)
    def automate(self, request: Request, reference: str) -> Response:
        """Whether maintenance begins and ends by itself, and how many hours before readers are reminded."""
        return self._do(actions.automate, inputs.AutomateInput)

    @move(inputs.SetMilestoneInput, gives=IncidentDetailSerializer)
    def set_milestone(self, request: Request, reference: str) -> Response:
        """Correct a moment, with a reason; the old one stays in the audit trail."""
        return self._do(actions.set_milestone, inputs.SetMilestoneInput)

    def _do(self, act: Callable[..., Any], shape: type[serializers.Serializer]) -> Response:
        """Translate, call once, translate back."""
        data = validated(shape, self.request)
        incident = self.get_object()
        act(incident=incident, by=self.request.actor, at=timezone.now(), **data)
        return Response(self._whole(incident))

    def _whole(self, incident: Incident) -> dict[str, Any]:
        row = queries.detailed().get(pk=incident.pk)
        return IncidentDetailSerializer(row, context=self.get_serializer_context()).data
