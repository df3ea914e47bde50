from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from core.text.translations import Language
from core.web.api import ActionViewSet, move, validated
from core.web.errors import Invalid
from incidents.imports import actions, statuspage
from incidents.imports.reading import Unreadable
from incidents.response.models import Incident


@extend_schema_field({"type": "object", "additionalProperties": True})
class Document(serializers.JSONField):
    """Any JSON; what of it can't be placed is reported, not refused."""


class ExportInput(serializers.Serializer):
    language = serializers.ChoiceField(choices=Language.values, default="en", help_text="Language of the texts.")
    export = Document(help_text="The export: an object with “page” and “incidents”.")


class ProblemSerializer(serializers.Serializer):
    where = serializers.CharField(help_text="Path in the export, such as incidents[3].created_at.")
    why = serializers.CharField()


class ReportSerializer(serializers.Serializer):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    updates_created = serializers.IntegerField()
    updates_changed = serializers.IntegerField()
    components_created = serializers.IntegerField()
    problems = ProblemSerializer(many=True)


class ImportViewSet(ActionViewSet):
    """Histories of other tools."""

    queryset = Incident.objects.none()
    serializer_class = ReportSerializer
    scopes = {"*": "incidents:write"}

    @move(ExportInput, gives=ReportSerializer, detail=False)
    def statuspage(self, request: Request) -> Response:
        """Create what is unknown, update what changed, send nothing; safe to repeat."""
        data = validated(ExportInput, request)
        try:
            export = statuspage.read(data["export"])
        except Unreadable as error:
            raise Invalid({"export": [str(error)]}) from error
        report = actions.import_statuspage(
            export=export, language=data["language"], by=request.actor, at=timezone.now()
        )
        return Response(ReportSerializer(report).data)


def register(router: SimpleRouter) -> None:
    router.register("imports", ImportViewSet, basename="import")
