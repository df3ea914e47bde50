"""A resource that does nothing but what a test of the API's base asks for; a URL configuration too."""

import time

from django.urls import include, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as product
from core.actor import Refused
from core.web.api import ActionViewSet, move, takes, validated
from core.web.crud import CrudViewSet
from core.web.errors import Conflict
from incidents.catalogue.models import Region

PROBE = "/api/v1/probe/"
REGIONS = "/api/v1/probe-regions/"
calls: list[str] = []


class Part(serializers.Serializer):
    number = serializers.IntegerField(min_value=0, max_value=9)


class ProbeInput(serializers.Serializer):
    name = serializers.CharField(max_length=20)
    parts = Part(many=True, required=False)
    made_by = serializers.CharField(read_only=True)


class Moved(Exception):
    allowed = ("open", "closed")


class ProbeViewSet(ActionViewSet):
    scopes = {"*": "incidents:write"}

    @takes(ProbeInput, gives=ProbeInput, status=201)
    def create(self, request: Request) -> Response:
        data = validated(ProbeInput, request)
        if data["name"] == "refuse":
            raise Refused(rule="probe.can_do", actor=request.actor, on=None)
        if data["name"] == "conflict":
            raise Conflict("Somebody was faster.")
        if data["name"] == "crash":
            raise ZeroDivisionError
        if data["name"] == "slow":
            time.sleep(0.3)
        calls.append(data["name"])
        return Response(data, status=201)

    @move(gives=None, detail=False)
    def shut(self, request: Request) -> Response:
        raise Moved("shut is not a move")


class RegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ("id", "slug", "name", "position")


class RegionViewSet(CrudViewSet):
    queryset = Region.objects.all()
    serializer_class = RegionSerializer
    paging_fields = ("position", "id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}


router = SimpleRouter()
router.register("probe", ProbeViewSet, basename="probe")
router.register("probe-regions", RegionViewSet, basename="probe-region")
urlpatterns = [path("api/v1/", include(router.urls)), *product]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
