"""REST resource: templates by key; a draft from one."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.actor import require
from core.text.translations import Language
from core.web.api import ActionViewSet, move, takes, validated
from core.web.errors import Conflict
from incidents.communication.states import ChannelKind, Phase
from incidents.message_templates import actions, policies, queries
from incidents.message_templates.models import MessageTemplate, TemplateVersion
from incidents.message_templates.states import State
from incidents.response.models import Incident
from incidents.subscribers.models import Audience

Words = serializers.DictField(child=serializers.CharField(max_length=20_000), help_text='{"en": "…", "fr": "…"}')


class VersionSerializer(serializers.ModelSerializer):
    texts = serializers.SerializerMethodField()

    class Meta:
        model = TemplateVersion
        fields = (
            *("number", "state", "edit", "note", "texts"),
            *("drafted_at", "drafted_by", "decided_at", "decided_by"),
        )

    def get_texts(self, version: TemplateVersion) -> dict[str, str]:
        return {row.language: row.text for row in version.texts.all()}


class TemplateSerializer(serializers.ModelSerializer):
    purposes = serializers.SerializerMethodField()
    versions = VersionSerializer(many=True, read_only=True)
    used = serializers.IntegerField(read_only=True, help_text="Published messages begun from it.")

    class Meta:
        model = MessageTemplate
        fields = (
            *("key", "phase", "audience", "channel_kind", "min_level", "max_level"),
            *("purposes", "used", "versions"),
        )

    def get_purposes(self, template: MessageTemplate) -> dict[str, str]:
        return {row.language: row.purpose for row in template.purposes.all()}


class TemplateFilter(django_filters.FilterSet):
    phase = django_filters.MultipleChoiceFilter(choices=Phase.choices)
    audience = django_filters.CharFilter(field_name="audience", label="Slug of an audience")
    state = django_filters.ChoiceFilter(
        field_name="versions__state", choices=State.choices, distinct=True, label="With a version in this state"
    )

    class Meta:
        model = MessageTemplate
        fields = ()


class NoInput(serializers.Serializer):
    """An empty object."""


class CreateInput(serializers.Serializer):
    key = serializers.RegexField(r"^[a-z][a-z0-9_.]{1,59}$")
    phase = serializers.ChoiceField(choices=Phase.choices)
    audience = serializers.SlugRelatedField(slug_field="slug", queryset=Audience.objects.all())
    channel_kind = serializers.ChoiceField(choices=ChannelKind.choices, default=ChannelKind.ANY)
    min_level = serializers.IntegerField(min_value=1, max_value=5, default=1)
    max_level = serializers.IntegerField(min_value=1, max_value=5, default=5)
    purposes = serializers.DictField(child=serializers.CharField(max_length=200), required=False)
    texts = Words

    def validate_purposes(self, purposes: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(purposes) - set(Language.values)):
            raise serializers.ValidationError(f"Unknown language: {', '.join(unknown)}.")
        return purposes


class WriteInput(serializers.Serializer):
    texts = Words
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    edit = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="409 when the draft has changed since."
    )


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class UseInput(serializers.Serializer):
    incident = serializers.SlugRelatedField(slug_field="reference", queryset=Incident.objects.all())


class BegunSerializer(serializers.Serializer):
    update = serializers.CharField(source="public_id", help_text="Id of the draft, under /updates/.")
    phase = serializers.ChoiceField(choices=Phase.choices)
    incident = serializers.CharField(source="incident.reference")


class TemplateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Words written beforehand; moves act on the version that is being written or approved."""

    queryset = queries.listed()
    serializer_class = TemplateSerializer
    filterset_class = TemplateFilter
    lookup_field = "key"
    lookup_value_regex = "[a-z][a-z0-9_.]{1,59}"
    paging_fields = ("position", "id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}

    def get_queryset(self) -> QuerySet[MessageTemplate]:
        reads = self.action in {"list", "retrieve"}
        return super().get_queryset() if reads else MessageTemplate.objects.select_related("audience")

    @takes(CreateInput, gives=TemplateSerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new template with its first draft."""
        template = actions.create(by=request.actor, at=timezone.now(), **validated(CreateInput, request))
        return Response(self._whole(template), status=201)

    @move(WriteInput, gives=TemplateSerializer)
    def write(self, request: Request, key: str) -> Response:
        """Put words into the version being written; the first makes one."""
        template = self.get_object()
        actions.write(template=template, by=request.actor, at=timezone.now(), **validated(WriteInput, request))
        return Response(self._whole(template))

    @move(NoInput, gives=TemplateSerializer)
    def submit(self, request: Request, key: str) -> Response:
        """Ask for brand review."""
        return self._decide(request, actions.submit, NoInput, State.DRAFT, policies.can_draft)

    @move(NoInput, gives=TemplateSerializer)
    def approve(self, request: Request, key: str) -> Response:
        """Let it be used; the version before it is retired."""
        return self._decide(request, actions.approve, NoInput, State.IN_REVIEW, policies.can_approve)

    @move(ReasonInput, gives=TemplateSerializer)
    def send_back(self, request: Request, key: str) -> Response:
        """Back to draft, with what must change."""
        return self._decide(request, actions.send_back, ReasonInput, State.IN_REVIEW, policies.can_approve)

    @move(NoInput, gives=TemplateSerializer)
    def retire(self, request: Request, key: str) -> Response:
        """Offer the approved version no more."""
        return self._decide(request, actions.retire, NoInput, State.APPROVED, policies.can_retire)

    @move(UseInput, gives=BegunSerializer, status=201)
    def use(self, request: Request, key: str) -> Response:
        """A draft for an incident with the approved words."""
        data = validated(UseInput, request)
        version = self._version(self.get_object(), State.APPROVED)
        update = actions.begin(version=version, by=request.actor, at=timezone.now(), **data)
        return Response(BegunSerializer(update).data, status=201)

    def _decide(
        self, request: Request, action: Any, serializer: type, state: str, may: Callable[..., bool]
    ) -> Response:
        """Who may not is refused before they are told which version stands where."""
        data = validated(serializer, request)
        template = self.get_object()
        require(may, request.actor, template)
        action(version=self._version(template, state), by=request.actor, at=timezone.now(), **data)
        return Response(self._whole(template))

    def _version(self, template: MessageTemplate, state: str) -> TemplateVersion:
        version = template.versions.filter(state=state).select_related("template").first()
        if version is None:
            raise Conflict(f"No version of {template.key} is in the state “{state}”.")
        return version

    def _whole(self, template: MessageTemplate) -> dict[str, Any]:
        return TemplateSerializer(queries.listed().get(pk=template.pk)).data


def register(router: BaseRouter) -> None:
    router.register("message-templates", TemplateViewSet)
