"""REST resource: what the whole of feedback says, and its rows."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.actor import require
from core.web.api import ActionViewSet
from core.web.errors import Invalid
from feedback.insight import actions, policies, queries, rows
from feedback.insight.actions import Form
from feedback.insight.measures import FEWEST
from feedback.threads.api.filters import ThreadFilter
from feedback.threads.models import Thread

CSV, JSON = "text/csv", "application/json"
USUAL = timedelta(days=30)


class TargetKeptSerializer(serializers.Serializer):
    """`n` = met + missed; `share` is met of n, null of none."""

    n = serializers.IntegerField()
    met = serializers.IntegerField()
    missed = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class FeedbackSpreadSerializer(serializers.Serializer):
    """Quartiles in seconds."""

    low = serializers.FloatField()
    middle = serializers.FloatField()
    high = serializers.FloatField()


class FiguresSerializer(serializers.Serializer):
    received = serializers.IntegerField()
    answered = serializers.IntegerField(help_text="By a human")
    thanked = serializers.IntegerField(help_text="By a program, before any human")
    closed = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="For a human, now")
    overdue = serializers.IntegerField(help_text="One of their clocks has run out, now")
    acknowledge = TargetKeptSerializer()
    answer = TargetKeptSerializer(help_text="First answer by a human")
    resolve = TargetKeptSerializer()
    to_answer = FeedbackSpreadSerializer(allow_null=True, help_text="From their first word to our first human answer")
    to_close = FeedbackSpreadSerializer(allow_null=True)


class FeedbackGroupSerializer(serializers.Serializer):
    value = serializers.CharField(help_text="Empty where nobody has said")
    label = serializers.CharField()
    figures = FiguresSerializer()


class TrendSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="The day, or the Monday of the week")
    received = serializers.IntegerField()
    answer = TargetKeptSerializer()


class FeedbackSatisfactionSerializer(serializers.Serializer):
    n = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True, help_text="1 to 5")


class MeasuresSerializer(serializers.Serializer):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    by = serializers.ChoiceField(list(queries.DIMENSIONS))
    total = FiguresSerializer()
    groups = FeedbackGroupSerializer(many=True)
    trend = TrendSerializer(many=True, help_text=f"Empty under {FEWEST} conversations, which say nothing about a trend")
    broken_promises = serializers.IntegerField()
    satisfaction = FeedbackSatisfactionSerializer()


RowsSerializer = inline_serializer(
    "FeedbackRow",
    {
        name: serializers.BooleanField() if name == "awaits_human" else serializers.CharField(allow_null=True)
        for name in rows.COLUMNS
    },
    many=True,
)


class CsvRenderer(JSONRenderer):
    """Lets `Accept: text/csv` pass. The lines are streamed; what it renders itself is a problem, in JSON."""

    media_type, format, charset = CSV, "csv", "utf-8"


class MeasuresFilter(ThreadFilter):
    """The period is what `created_after` and `created_before` say: the last thirty days when they say nothing."""

    created_after = django_filters.IsoDateTimeFilter(method="as_it_is")
    created_before = django_filters.IsoDateTimeFilter(method="as_it_is")
    q = None

    def as_it_is(self, rows: Any, name: str, value: datetime) -> Any:
        return rows


BY = OpenApiParameter("by", str, enum=list(queries.DIMENSIONS), description="Broken down by; register when missing")
AS = OpenApiParameter("as", str, enum=[str(each) for each in Form], description="csv when missing")


class MeasuresViewSet(ActionViewSet):
    """Figures of the conversations that came in a period, and the conversations themselves."""

    queryset = Thread.objects.all()
    serializer_class = MeasuresSerializer
    pagination_class = None
    scopes = {"*": "feedback:read"}

    @property
    def query_parameters(self) -> tuple[str, ...]:
        return {"list": ("by",), "export": ("as",)}.get(getattr(self, "action", ""), ())

    @property
    def filterset_class(self) -> type[ThreadFilter]:
        return MeasuresFilter if getattr(self, "action", "") == "list" else ThreadFilter

    @extend_schema(parameters=[BY], responses={200: forced_singular_serializer(MeasuresSerializer)})
    def list(self, request: Request) -> Response:
        """Received, answered in time, how long it took, who waits: each with the number behind it."""
        require(policies.can_measure, request.actor)
        chosen, now = self.filter_queryset(self.get_queryset()), timezone.now()
        until = _moment(request, "created_before") or now
        since = _moment(request, "created_after") or until - USUAL
        if since >= until:
            raise Invalid({"created_after": ["The period ends before it begins."]})
        by = _one_of(request, "by", list(queries.DIMENSIONS))
        found = queries.report(chosen, by=by, since=since, until=until, at=now)
        told = {name: getattr(found, name) for name in ("total", "groups", "broken_promises", "satisfaction")}
        told |= {"since": since, "until": until, "by": by, "trend": found.trend if found.has_trend else ()}
        return Response(MeasuresSerializer(told).data)

    @extend_schema(parameters=[AS], responses={(200, CSV): OpenApiTypes.STR, (200, JSON): RowsSerializer})
    @action(detail=False, renderer_classes=[CsvRenderer, JSONRenderer])
    def export(self, request: Request) -> HttpResponseBase:
        """The conversations under the same filters as the list of threads; no name and no address is in it."""
        chosen = queries.counted(self.filter_queryset(self.get_queryset()))
        form = _one_of(request, "as", [str(each) for each in Form])
        asked = {name: value for name, value in request.query_params.items() if name != "as"}
        lines = actions.export(threads=chosen, form=form, asked=asked, by=request.actor, at=timezone.now())
        kind = JSON if form == Form.JSON else f"{CSV}; charset=utf-8"
        headers = {"Content-Disposition": f'attachment; filename="feedback.{form}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(lines, content_type=kind, headers=headers)


def _moment(request: Request, name: str) -> datetime | None:
    """As the filter has read and found it good."""
    given = request.query_params.get(name)
    return django_filters.fields.IsoDateTimeField().clean(given) if given else None


def _one_of(request: Request, name: str, known: list[str]) -> str:
    value = request.query_params.get(name, known[0])
    if value not in known:
        raise Invalid({name: [f"Choose one of: {', '.join(known)}."]})
    return value


def register(router: BaseRouter) -> None:
    router.register("feedback-measures", MeasuresViewSet, basename="feedback-measures")
