"""REST resources: playbooks and their versions."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet, move, takes, validated
from core.web.filters import YesNoFilter
from incidents.playbooks import actions, document, flow, queries, yamlfile
from incidents.playbooks.api import inputs, outputs
from incidents.playbooks.errors import NoDraft
from incidents.playbooks.models import Playbook, PlaybookVersion
from incidents.playbooks.states import VersionState

SCOPES = {
    "list": "incidents:read",
    "retrieve": "incidents:read",
    "yaml": "incidents:read",
    "check": "incidents:read",
    "*": "incidents:write",
}


VERSION = outputs.PlaybookVersionDetailSerializer


class PlaybookFilter(django_filters.FilterSet):
    is_retired = YesNoFilter(method="by_retired", label="Not offered any more")

    class Meta:
        model = Playbook
        fields = ()

    def by_retired(self, rows: QuerySet[Playbook], name: str, value: bool) -> QuerySet[Playbook]:
        return rows.filter(retired_at__isnull=not value)


class PlaybookViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Plans of action. Their charts are versions; only a published one can be run."""

    queryset = queries.numbered()
    serializer_class = outputs.PlaybookSerializer
    filterset_class = PlaybookFilter
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]{1,60}"
    paging_fields = ("slug", "id")
    scopes = SCOPES

    def get_serializer_class(self) -> type[outputs.PlaybookSerializer]:
        return outputs.PlaybookSerializer if self.action == "list" else outputs.PlaybookDetailSerializer

    @takes(inputs.PlaybookCreateInput, gives=outputs.PlaybookVersionDetailSerializer, status=201)
    def create(self, request: Request) -> Response:
        """A new playbook with a first draft."""
        data = document.read(validated(inputs.PlaybookCreateInput, request))
        playbook = actions.create(document=data, by=request.actor, at=timezone.now())
        return _version(queries.draft(playbook), 201)

    @takes(inputs.PlaybookHeadingInput, gives=outputs.PlaybookDetailSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        """Say anew what it is for and what it is offered for."""
        playbook = self.get_object()
        given = validated(inputs.PlaybookHeadingInput, request, partial=True)
        merged = document.heading({**queries.heading(playbook), **given})
        actions.describe(playbook=playbook, by=request.actor, at=timezone.now(), **merged)
        return Response(outputs.PlaybookDetailSerializer(self.get_queryset().get(pk=playbook.pk)).data)

    @move(
        inputs.PlaybookImportInput,
        gives=outputs.PlaybookVersionDetailSerializer,
        status=201,
        detail=False,
        url_path="import",
    )
    def take_file(self, request: Request) -> Response:
        """The draft a YAML file describes: of a new playbook, or the next version of the one with its slug."""
        data = validated(inputs.PlaybookImportInput, request)
        version = actions.import_yaml(
            text=data["yaml"], replace_draft=data["replace_draft"], by=request.actor, at=timezone.now()
        )
        return _version(version, 201)

    @move(inputs.PlaybookNoInput, gives=outputs.PlaybookVersionDetailSerializer)
    def begin_draft(self, request: Request, slug: str) -> Response:
        """A draft that begins as the published version, or the one there is."""
        validated(inputs.PlaybookNoInput, request)
        return _version(actions.begin_draft(playbook=self.get_object(), by=request.actor, at=timezone.now()))

    @move(inputs.PlaybookDraftInput, gives=outputs.PlaybookVersionDetailSerializer)
    def save_draft(self, request: Request, slug: str) -> Response:
        """Keep the draft that was read at `revision`; a broken one is kept as well."""
        data = validated(inputs.PlaybookDraftInput, request)
        draft = actions.save_draft(
            playbook=self.get_object(),
            flow=document.read_flow(data["nodes"]),
            revision=data["revision"],
            basis=data.get("basis", ""),
            note=data.get("note", ""),
            by=request.actor,
            at=timezone.now(),
        )
        return _version(draft)

    @move(inputs.PlaybookRevisionInput, gives=outputs.PlaybookDetailSerializer)
    def discard_draft(self, request: Request, slug: str) -> Response:
        """Throw the draft away."""
        data = validated(inputs.PlaybookRevisionInput, request)
        actions.discard_draft(playbook=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return self.retrieve(request, slug)

    @move(inputs.PlaybookRevisionInput, gives=outputs.PlaybookVersionDetailSerializer)
    def publish(self, request: Request, slug: str) -> Response:
        """Put the draft in force; 400 names every node at fault."""
        data = validated(inputs.PlaybookRevisionInput, request)
        draft = queries.draft(self.get_object())
        if draft is None:
            raise NoDraft
        return _version(actions.publish_version(version=draft, by=request.actor, at=timezone.now(), **data))

    @move(inputs.PlaybookNoInput, gives=outputs.PlaybookDetailSerializer)
    def retire(self, request: Request, slug: str) -> Response:
        """Take it out of use."""
        validated(inputs.PlaybookNoInput, request)
        actions.retire(playbook=self.get_object(), by=request.actor, at=timezone.now())
        return self.retrieve(request, slug)

    @move(inputs.PlaybookNodesInput, gives=outputs.PlaybookCheckSerializer)
    def check(self, request: Request, slug: str) -> Response:
        """What would keep these nodes, or without any the draft or the published version, from being published."""
        data = validated(inputs.PlaybookNodesInput, request)
        playbook = self.get_object()
        version = queries.draft(playbook) or queries.published(playbook)
        chart = document.read_flow(data["nodes"]) if "nodes" in data else version.flow if version else flow.Flow()
        found = queries.findings(playbook, chart)
        answer = {"is_sound": not flow.errors(found), "findings": found}
        return Response(outputs.PlaybookCheckSerializer(answer).data)


class VersionFilter(django_filters.FilterSet):
    playbook = django_filters.ModelChoiceFilter(
        field_name="playbook", to_field_name="slug", queryset=Playbook.objects.all()
    )
    state = django_filters.MultipleChoiceFilter(choices=VersionState.choices)

    class Meta:
        model = PlaybookVersion
        fields = ()


class VersionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    """Charts as they were; a published one never changes."""

    queryset = PlaybookVersion.objects.select_related("playbook")
    serializer_class = outputs.PlaybookVersionSerializer
    filterset_class = VersionFilter
    lookup_value_regex = "[0-9]{1,18}"
    paging_fields = ("-id",)
    scopes = SCOPES

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.defer("definition") if self.action == "list" else rows

    def get_serializer_class(self) -> type[outputs.PlaybookVersionSerializer]:
        return outputs.PlaybookVersionSerializer if self.action == "list" else outputs.PlaybookVersionDetailSerializer

    @takes(None, gives=outputs.PlaybookYamlSerializer)
    @action(detail=True, methods=["get"])
    def yaml(self, request: Request, pk: str) -> Response:
        """The version as the file that `import` takes."""
        return Response({"yaml": yamlfile.dump(queries.document(self.get_object()))})

    @move(inputs.PlaybookCopyInput, gives=outputs.PlaybookVersionDetailSerializer, status=201)
    def copy(self, request: Request, pk: str) -> Response:
        """A new playbook whose first draft is this version."""
        data = validated(inputs.PlaybookCopyInput, request)
        playbook = actions.copy(version=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return _version(queries.draft(playbook), 201)


def _version(version: PlaybookVersion | None, status: int = 200) -> Response:
    return Response(outputs.PlaybookVersionDetailSerializer(version).data, status=status)


def register(router: BaseRouter) -> None:
    router.register("playbooks", PlaybookViewSet)
    router.register("playbook-versions", VersionViewSet)
