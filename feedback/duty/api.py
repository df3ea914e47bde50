"""REST resources: what is owed to each register, when our people answer, and who hears of what is late."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.text.translations import Language
from core.web.api import move, validated
from core.web.crud import CrudViewSet, WrittenViewSet
from core.web.errors import Invalid
from feedback.duty import actions
from feedback.duty.clocks import Clock
from feedback.duty.models import MOST_SPANS, EscalationStep, check_tells
from feedback.targets import feasts, week
from feedback.targets.forms import read_day, refuse_unreachable, wrong_policy
from feedback.targets.models import YEAR, BusinessCalendar, Holiday, RegisterPolicy, check_zone

READ_WRITE = {"list": "feedback:read", "retrieve": "feedback:read", "*": "feedback:write"}
TIMES = ("acknowledge_minutes", "answer_minutes", "resolve_minutes", "calendar")
NUMBER = "[0-9]{1,18}"


class DayField(serializers.CharField):
    """ "09:00-12:00, 13:00-17:00"; empty: closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, allow_blank=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return week.written(value, dash="-")

    def to_internal_value(self, data: Any) -> list[list[int]]:
        try:
            return read_day(super().to_internal_value(data))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error


class RegisterSerializer(serializers.ModelSerializer):
    """Spans are minutes of open time of the calendar; without one, of the round clock."""

    label = serializers.CharField(source="__str__", read_only=True)
    calendar = serializers.PrimaryKeyRelatedField(queryset=BusinessCalendar.objects.all(), allow_null=True)
    acknowledge_minutes = serializers.IntegerField(min_value=1, max_value=YEAR)
    answer_minutes = serializers.IntegerField(min_value=1, max_value=YEAR, help_text="Until a human of ours answers")
    resolve_minutes = serializers.IntegerField(min_value=1, max_value=YEAR)
    goes_to = serializers.CharField(max_length=80, help_text="Name of a role")

    class Meta:
        model = RegisterPolicy
        fields = ("slug", "label", "position", *TIMES, "goes_to", "called", "showing", "thanks", "suggest_articles",
                  "canned_untouched")  # fmt: skip
        read_only_fields = ("slug",)

    def validate_goes_to(self, name: str) -> str:
        if not Group.objects.filter(name=name).exists():
            raise serializers.ValidationError(_("There is no role of this name."))
        return name

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        whole = {name: attrs.get(name, getattr(self.instance, name, None)) for name in TIMES}
        if wrong := wrong_policy(whole):
            raise serializers.ValidationError(wrong)
        return attrs


class RegisterViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.UpdateModelMixin, WrittenViewSet):
    """The registers a message may fall into. A change of times is carried to what is open."""

    queryset = RegisterPolicy.objects.all()
    serializer_class = RegisterSerializer
    paging_fields = ("position", "slug")
    lookup_value_regex = "[a-z_]{1,40}"
    scopes = READ_WRITE

    def perform_update(self, serializer: serializers.BaseSerializer) -> None:
        with transaction.atomic():
            super().perform_update(serializer)
            if set(TIMES) & set(serializer.validated_data):
                retime(self.request, [serializer.instance])


class CalendarSerializer(serializers.ModelSerializer):
    zone = serializers.CharField(max_length=60, default="UTC", help_text="Name of a time zone, like Europe/Paris")
    week = serializers.ListField(child=DayField(), min_length=7, max_length=7, help_text="Seven days from Monday")

    class Meta:
        model = BusinessCalendar
        fields = ("id", "name", "zone", "week")

    def validate_zone(self, name: str) -> str:
        try:
            check_zone(name)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return name

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        calendar = self.instance or BusinessCalendar(zone="UTC", week=[])
        try:
            refuse_unreachable(calendar, attrs.get("zone", calendar.zone), attrs.get("week", calendar.week))
        except ValidationError as error:
            raise serializers.ValidationError({"week": error.messages}) from error
        return attrs


class HolidaysInput(serializers.Serializer):
    country = serializers.CharField(max_length=2, min_length=2, help_text="Code of ISO 3166: FR")
    year = serializers.IntegerField(min_value=feasts.YEARS[0], max_value=feasts.YEARS[1])
    part = serializers.CharField(max_length=12, required=False, allow_blank=True, help_text="State or province: BY")
    language = serializers.ChoiceField(Language.choices, required=False)


class HolidaySerializer(serializers.ModelSerializer):
    calendar = serializers.PrimaryKeyRelatedField(queryset=BusinessCalendar.objects.all())

    class Meta:
        model = Holiday
        fields = ("id", "calendar", "on", "name")


class FeastSerializer(serializers.Serializer):
    on = serializers.DateField()
    name = serializers.CharField()


PROPOSAL = [
    OpenApiParameter("country", str, required=True, description="Code of ISO 3166: FR"),
    OpenApiParameter("year", int, required=True),
    OpenApiParameter("part", str, description="State or province: BY"),
    OpenApiParameter("language", str, enum=Language.values),
]


class CalendarViewSet(CrudViewSet):
    """When people of ours answer. A change is carried to the clocks of what is open."""

    queryset = BusinessCalendar.objects.all()
    serializer_class = CalendarSerializer
    paging_fields = ("name", "id")
    lookup_value_regex = NUMBER
    scopes = READ_WRITE | {"proposed_holidays": "feedback:read"}
    asks = ("country", "year", "part", "language")

    @property
    def query_parameters(self) -> tuple[str, ...]:
        return self.asks if getattr(self, "action", "") == "proposed_holidays" else ()

    def perform_update(self, serializer: serializers.BaseSerializer) -> None:
        with transaction.atomic():
            super().perform_update(serializer)
            retime(self.request, serializer.instance.policies.all())

    def perform_destroy(self, instance: Model) -> None:
        if instance.policies.exists():
            raise Invalid({"id": [_("Registers keep this calendar. Give them another one first.")]})
        super().perform_destroy(instance)

    @extend_schema(parameters=PROPOSAL, responses=FeastSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="proposed-holidays", pagination_class=None)
    def proposed_holidays(self, request: Request, pk: str) -> Response:
        """The holidays of a country in a year that this calendar does not have yet; nothing is written."""
        asked = HolidaysInput(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        has = set(self.get_object().holidays.values_list("on", flat=True))
        found = feasts.proposed(**_asked(asked.validated_data))
        return Response(FeastSerializer([each for each in found if each.on not in has], many=True).data)

    @move(HolidaysInput, gives=HolidaySerializer(many=True), status=201)
    def add_holidays(self, request: Request, pk: str) -> Response:
        """Add them; those that are there already stay as they are."""
        found = feasts.proposed(**_asked(validated(HolidaysInput, request)))
        calendar = self.get_object()
        rows = actions.close_days(calendar=calendar, feasts=found, by=request.actor, at=timezone.now())
        return Response(HolidaySerializer(rows, many=True).data, status=201)


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "country": data["country"].upper()}


class HolidayViewSet(CrudViewSet):
    """Days on which a calendar is closed."""

    queryset = Holiday.objects.all()
    serializer_class = HolidaySerializer
    paging_fields = ("on", "id")
    lookup_value_regex = NUMBER
    scopes = READ_WRITE

    @transaction.atomic
    def perform_create(self, serializer: serializers.BaseSerializer) -> None:
        super().perform_create(serializer)
        retime(self.request, serializer.instance.calendar.policies.all())

    @transaction.atomic
    def perform_update(self, serializer: serializers.BaseSerializer) -> None:
        before = serializer.instance.calendar.pk
        super().perform_update(serializer)
        retime(self.request, RegisterPolicy.objects.filter(calendar__in=[before, serializer.instance.calendar_id]))

    @transaction.atomic
    def perform_destroy(self, instance: Holiday) -> None:
        policies = list(instance.calendar.policies.all())
        super().perform_destroy(instance)
        retime(self.request, policies)


class EscalationStepSerializer(serializers.ModelSerializer):
    clock = serializers.ChoiceField(Clock.choices)
    spans = serializers.IntegerField(min_value=0, max_value=MOST_SPANS)
    tells = serializers.ListField(
        child=serializers.CharField(max_length=150),
        allow_empty=False,
        max_length=50,
        help_text="Names of roles, or responsible (the assignee, else the register's team), or team",
    )

    class Meta:
        model = EscalationStep
        fields = ("id", "clock", "spans", "tells")

    def validate_tells(self, names: list[str]) -> list[str]:
        try:
            check_tells(names)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return names


class EscalationStepViewSet(CrudViewSet):
    """Who hears that a clock has run out; `spans` counts how often the register's time has passed since."""

    queryset = EscalationStep.objects.all()
    serializer_class = EscalationStepSerializer
    paging_fields = ("clock", "spans", "id")
    lookup_value_regex = NUMBER
    scopes = READ_WRITE


def retime(request: Request, registers: QuerySet[RegisterPolicy] | list[RegisterPolicy]) -> None:
    actions.begin_retiming(registers=registers, by=request.actor, at=timezone.now())


def register(router: BaseRouter) -> None:
    router.register("registers", RegisterViewSet)
    router.register("business-calendars", CalendarViewSet)
    router.register("holidays", HolidayViewSet)
    router.register("escalation-steps", EscalationStepViewSet)
