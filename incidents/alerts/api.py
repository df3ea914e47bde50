"""REST resources: proposals to decide on, and the sources they come from."""

from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.sources.api import KeySerializer, SecretSerializer, key_moves
from core.web.api import ActionViewSet, move, takes, told_once, validated
from incidents.alerts import actions, states
from incidents.alerts.models import Alert, AlertSource, Proposal
from incidents.alerts.parsers import formats
from incidents.catalogue.models import Component, Region
from incidents.response.models import Incident

SCOPES = {"list": "incidents:read", "retrieve": "incidents:read", "*": "alerts:write"}


class AlertSerializer(serializers.ModelSerializer):
    labels = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Alert
        fields = ("key", "status", "title", "text", "link", "labels", "started_at", "ended_at")


class ProposalSerializer(serializers.ModelSerializer):
    source = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    component = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    region = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    incident = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)

    class Meta:
        model = Proposal
        fields = (
            *("id", "source", "key", "title", "text", "link", "level", "severity_word", "component", "region"),
            *("state", "status", "firing", "left_out", "reports", "first_at", "last_at", "ended_at", "incident"),
            *("decided_at", "decided_by", "reason"),
        )


class ProposalDetailSerializer(ProposalSerializer):
    alerts = AlertSerializer(many=True, read_only=True)

    class Meta(ProposalSerializer.Meta):
        fields = (*ProposalSerializer.Meta.fields, "alerts")


class ProposalFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=states.State.choices)
    status = django_filters.MultipleChoiceFilter(choices=states.AlertStatus.choices)
    source = django_filters.CharFilter(field_name="source__slug", label="Slug of a source")

    class Meta:
        model = Proposal
        fields = ()


class NoInput(serializers.Serializer):
    """An empty object."""


class AttachInput(serializers.Serializer):
    incident = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())


class DismissInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class ProposalViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Groups of alerts that ask for an incident, newest report first."""

    queryset = Proposal.objects.select_related("source", "component", "region", "incident")
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter
    paging_fields = ("-last_at", "-id")
    scopes = SCOPES

    def get_serializer_class(self) -> type[serializers.Serializer]:
        return ProposalSerializer if self.action == "list" else ProposalDetailSerializer

    @move(NoInput, gives=ProposalDetailSerializer)
    def accept(self, request: Request, pk: str) -> Response:
        """Declare an incident from it; nothing is published."""
        validated(NoInput, request)
        return self._after(actions.accept, request)

    @move(AttachInput, gives=ProposalDetailSerializer)
    def attach(self, request: Request, pk: str) -> Response:
        """Add it to an incident that is open."""
        return self._after(actions.attach, request, **validated(AttachInput, request))

    @move(DismissInput, gives=ProposalDetailSerializer)
    def dismiss(self, request: Request, pk: str) -> Response:
        """Set it aside with a reason."""
        return self._after(actions.dismiss, request, **validated(DismissInput, request))

    def _after(self, action: Any, request: Request, **data: Any) -> Response:
        proposal = self.get_object()
        action(proposal=proposal, by=request.actor, at=timezone.now(), **data)
        return Response(ProposalDetailSerializer(self.get_queryset().get(pk=proposal.pk)).data)


class SourceSerializer(serializers.ModelSerializer):
    component = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    region = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    is_signed = serializers.BooleanField(read_only=True, help_text="Its reports must carry a webhook signature.")

    class Meta:
        model = AlertSource
        fields = (
            *("name", "slug", "format", "is_active", "component", "region", "key_hint", "is_signed"),
            *("created_at", "last_received_at", "last_error"),
        )


class SourceWithKeySerializer(KeySerializer, SourceSerializer):
    class Meta(SourceSerializer.Meta):
        fields = (*SourceSerializer.Meta.fields, "key")


class SourceWithSecretSerializer(SecretSerializer, SourceSerializer):
    class Meta(SourceSerializer.Meta):
        fields = (*SourceSerializer.Meta.fields, "secret")


class SourceWords(serializers.Serializer):
    """What a program's words mean here."""

    component = serializers.SlugRelatedField(slug_field="slug", queryset=Component.objects.all(), required=False)
    region = serializers.SlugRelatedField(slug_field="slug", queryset=Region.objects.all(), required=False)
    components = serializers.DictField(child=serializers.SlugField(), required=False)
    levels = serializers.DictField(child=serializers.IntegerField(min_value=1, max_value=5), required=False)
    mapping = serializers.DictField(child=serializers.CharField(max_length=200), required=False)


class SourceInput(SourceWords):
    name = serializers.CharField(max_length=80)
    slug = serializers.SlugField(max_length=60)
    format = serializers.ChoiceField(choices=formats())


class ChangeSourceInput(SourceWords):
    """What is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    is_active = serializers.BooleanField(required=False)


KEY_MOVES = key_moves(plain=SourceSerializer, with_key=SourceWithKeySerializer, with_secret=SourceWithSecretSerializer)


class SourceViewSet(KEY_MOVES):
    """Programs that may report alerts."""

    queryset = AlertSource.objects.select_related("component", "region")
    serializer_class = SourceSerializer
    lookup_value_regex = "[-a-zA-Z0-9_]{1,60}"
    scopes = SCOPES

    @takes(SourceInput, gives=SourceWithKeySerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new source; its key is in the answer and nowhere else."""
        data = validated(SourceInput, request)
        source, key = actions.create_source(by=request.actor, at=timezone.now(), **data)
        return told_once({**SourceSerializer(source).data, "key": key})

    @takes(ChangeSourceInput, gives=SourceSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change a source; `is_active: false` refuses its reports at once. Its format and address stay."""
        data = validated(ChangeSourceInput, request)
        source = actions.change_source(source=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(SourceSerializer(source).data)

    @takes(None, gives=None, status=204)
    def destroy(self, request: Request, slug: str) -> Response:
        """Delete a source that has reported nothing; others are set inactive."""
        actions.remove_source(source=self.get_object(), by=request.actor, at=timezone.now())
        return Response(status=204)


def register(router: BaseRouter) -> None:
    router.register("alert-proposals", ProposalViewSet)
    router.register("alert-sources", SourceViewSet)
