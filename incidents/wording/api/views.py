from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.web.api import ActionViewSet, move, validated
from incidents.wording import queries
from incidents.wording.api.inputs import CheckInput
from incidents.wording.api.outputs import CheckedSerializer, RulesSerializer


class WordingViewSet(ActionViewSet):
    """The wording linter: nothing is stored. An update's own findings are at `updates/<id>/findings/`."""

    scopes = {"*": "incidents:read"}
    rights = {"*": "incidents.view_update"}
    serializer_class = CheckedSerializer
    pagination_class = None

    @move(CheckInput, gives=CheckedSerializer, detail=False)
    def check(self, request: Request) -> Response:
        """What the linter says of one text."""
        rows = queries.check(**validated(CheckInput, request))
        return Response(CheckedSerializer({"findings": rows}).data)

    @extend_schema(responses=RulesSerializer)
    @action(detail=False)
    def rules(self, request: Request) -> Response:
        """Every rule with its practice, its level and examples."""
        return Response(RulesSerializer({"rules": queries.advice()}).data)
