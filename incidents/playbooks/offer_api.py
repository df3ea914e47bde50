"""REST resource: the playbooks that fit an incident."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.web.api import ActionViewSet
from incidents.playbooks import offers
from incidents.playbooks.models import Playbook
from incidents.response.models import Incident

REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="Of the incident")


class OfferSerializer(serializers.Serializer):
    """Why it fits: components that are impaired, or words of the title or the symptom."""

    playbook = serializers.SlugField(source="playbook.slug")
    title = serializers.CharField(help_text="In the language asked for")
    purpose = serializers.CharField()
    fits = serializers.BooleanField()
    because = serializers.ListField(child=serializers.CharField(), help_text="Impaired components it stands for")
    symptom = serializers.BooleanField(help_text="Whether the words fit")


@extend_schema(parameters=[REFERENCE])
class OfferViewSet(ActionViewSet):
    """Playbooks in use that nobody follows in this incident yet; start one with `…/runs/`."""

    queryset = Playbook.objects.all()
    serializer_class = OfferSerializer
    pagination_class = None
    scopes = {"*": "incidents:read"}

    @extend_schema(responses=OfferSerializer(many=True), filters=False)
    def list(self, request: Request, reference: str) -> Response:
        """Those that fit by component and symptom first, then the others."""
        incident = Incident.objects.filter(reference=reference).first()
        if incident is None:
            raise NotFound
        return Response(OfferSerializer(offers.offers(incident), many=True).data)


def register(router: BaseRouter) -> None:
    router.register(r"incidents/(?P<reference>[A-Za-z0-9-]{1,20})/playbooks", OfferViewSet, basename="offer")
