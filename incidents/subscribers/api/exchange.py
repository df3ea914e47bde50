"""The list of subscribers as CSV, out and in."""

from io import BytesIO

from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import require
from core.web.api import ActionViewSet, move, validated
from core.web.errors import Invalid
from incidents.subscribers import actions, csvfile, policies
from incidents.subscribers.api import shapes
from incidents.subscribers.importing import Line

CSV = "text/csv"


class CsvRenderer(JSONRenderer):
    """Lets `Accept: text/csv` pass. The lines are streamed; what it renders itself is a problem, in JSON."""

    media_type, format, charset = CSV, "csv", "utf-8"


class ExchangeViewSet(ActionViewSet):
    """Two more ways to reach the list of subscribers."""

    @extend_schema(responses={(200, CSV): OpenApiTypes.STR}, filters=True)
    @action(detail=False, pagination_class=None, renderer_classes=[CsvRenderer])
    def export(self, request: Request) -> HttpResponseBase:
        """What the list shows under the same filters, all of it. Secrets and links are never in it."""
        rows = self.filter_queryset(self.get_queryset()).order_by("pk")
        lines = actions.export(subscribers=rows, by=request.actor, at=timezone.now())
        headers = {"Content-Disposition": 'attachment; filename="subscribers.csv"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(lines, content_type=f"{CSV}; charset=utf-8", headers=headers)

    @move(
        shapes.ImportInput, gives=shapes.ImportReportSerializer, detail=False, url_path="import", pagination_class=None
    )
    def import_csv(self, request: Request) -> Response:
        """Take in lines of CSV; one that can't be placed is reported and passed over. Repeating changes nothing."""
        data = validated(shapes.ImportInput, request)
        require(policies.can_import, request.actor)
        file, told = BytesIO(data.pop("text").encode()), list[Line]()
        try:
            header = csvfile.read_header(file)
            with transaction.atomic():
                rows = csvfile.read_rows(file, header)
                report = actions.import_rows(rows=rows, tell=told.append, by=request.actor, at=timezone.now(), **data)
        except csvfile.Unreadable as error:
            raise Invalid({"text": [str(error)]}) from error
        answer = {
            "added": report.added,
            "known": report.known,
            "refused": report.refused,
            "ignored_columns": header.unknown,
            "lines": told,
        }
        return Response(shapes.ImportReportSerializer(answer).data)
