"""REST resources: the ledger of an incident's promises, and the ladder of reminders."""

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet
from core.web.crud import CrudViewSet
from incidents.promises import queries
from incidents.promises.ledger import Standing
from incidents.promises.models import Reminder, ReminderStep
from incidents.response.models import Incident
from incidents.response.states import Role


class Seconds(serializers.IntegerField):
    """A stretch of time as whole seconds."""

    def to_representation(self, value: timedelta) -> int:
        return int(value.total_seconds())


class PromiseSerializer(serializers.Serializer):
    made_by = serializers.IntegerField(help_text="Number of the update that made it; 0 for the first word.")
    made_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    kept_at = serializers.DateTimeField(allow_null=True)
    standing = serializers.ChoiceField(choices=[standing.value for standing in Standing])
    late = Seconds(help_text="Seconds after due_at.")


class ReminderSerializer(serializers.ModelSerializer):
    told = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Reminder
        fields = ("due_at", "minute", "told", "told_at")


class LedgerSerializer(serializers.Serializer):
    """`due` = kept + missed; what still has time is in neither."""

    kept = serializers.IntegerField()
    missed = serializers.IntegerField()
    due = serializers.IntegerField()
    silence = Seconds(help_text="Longest silence in seconds.")
    promises = PromiseSerializer(many=True)
    reminders = ReminderSerializer(many=True)


class PromiseViewSet(ActionViewSet):
    """What readers of an incident were promised, by its reference."""

    queryset = Incident.objects.select_related("severity", "proposed_severity").prefetch_related("reminders")
    serializer_class = LedgerSerializer
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9-]{1,20}"
    scopes = {"*": "incidents:read"}

    @extend_schema(responses=LedgerSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """Every promise, kept, missed or open, and whom we reminded."""
        incident = self.get_object()
        ledger = queries.of(incident, timezone.now())
        told = sorted(incident.reminders.all(), key=lambda each: (each.told_at, each.pk))
        counted = {"kept": ledger.kept, "missed": ledger.missed, "due": ledger.due, "silence": ledger.silence}
        return Response(LedgerSerializer({**counted, "promises": ledger.promises, "reminders": told}).data)


class StepSerializer(serializers.ModelSerializer):
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), allow_empty=False)

    class Meta:
        model = ReminderStep
        fields = ("id", "minutes", "roles", "repeat_minutes")


class StepViewSet(CrudViewSet):
    """Who is called how long before or after the next word is due."""

    queryset = ReminderStep.objects.all()
    serializer_class = StepSerializer
    paging_fields = ("minutes", "id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}


def register(router: BaseRouter) -> None:
    router.register("promises", PromiseViewSet, basename="promise")
    router.register("reminder-steps", StepViewSet)
