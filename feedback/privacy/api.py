"""REST resource: what we keep of a person, given out or made anonymous. Addresses go in bodies, never in URLs."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.actor import require
from core.web.api import ActionViewSet, move, told_once, validated
from feedback.privacy import actions, policies, queries
from feedback.privacy.models import Anonymisation


class PersonalDataInput(serializers.Serializer):
    who = serializers.CharField(max_length=254, help_text="E-mail address, or account: @ana@example.social")


class AnonymiseInput(PersonalDataInput):
    threads = serializers.IntegerField(min_value=0, help_text="As many as `find` told of; 400 if not so now")


class PersonalRowsSerializer(serializers.Serializer):
    threads = serializers.IntegerField()
    rows = serializers.DictField(child=serializers.IntegerField(), help_text="By table")


class PersonalTablesSerializer(serializers.Serializer):
    tables = serializers.DictField(child=serializers.ListField(child=serializers.DictField()))


class AnonymisationSerializer(serializers.ModelSerializer):
    """`settled_at` is null until all is done."""

    class Meta:
        model = Anonymisation
        fields = ("id", "total", "cursor", "asked_at", "settled_at")


class PersonalDataViewSet(ActionViewSet):
    """Needs the right to make people anonymous."""

    queryset = Anonymisation.objects.all()
    serializer_class = AnonymisationSerializer
    scopes = {"*": "feedback:write"}

    @move(PersonalDataInput, gives=PersonalRowsSerializer, detail=False)
    def find(self, request: Request) -> Response:
        """How many rows of each table we keep of somebody."""
        require(policies.can_handle, request.actor)
        person, pks = queries.person_of(validated(PersonalDataInput, request)["who"])
        rows = {part.name: count for part, count in queries.counts(person, pks)}
        return Response({"threads": len(pks), "rows": rows})

    @move(PersonalDataInput, gives=PersonalTablesSerializer, detail=False)
    def export(self, request: Request) -> Response:
        """All of it, table by table."""
        require(policies.can_handle, request.actor)
        data = actions.export(who=validated(PersonalDataInput, request)["who"], by=request.actor, at=timezone.now())
        return told_once({"tables": data}, status=200)

    @move(AnonymiseInput, gives=AnonymisationSerializer, status=202, detail=False)
    def anonymise(self, request: Request) -> Response:
        """Forget who it was. It can't be undone; counts stay."""
        require(policies.can_handle, request.actor)
        data = validated(AnonymiseInput, request)
        job = actions.anonymise(who=data["who"], expected=data["threads"], by=request.actor, at=timezone.now())
        return Response(self.get_serializer(job).data, status=202)


def register(router: BaseRouter) -> None:
    router.register("personal-data", PersonalDataViewSet)
