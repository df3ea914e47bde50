"""`/api/v1/`: the resources there are."""

from typing import Any

from django.urls import NoReverseMatch
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from core.web import permissions
from core.web.api import StrictAPIView

LISTING = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}


class ApiRoot(StrictAPIView):
    """The addresses of all resources."""

    api_root_dict: dict[str, str] = {}  # filled in by the router
    scopes = {"*": permissions.ANY}

    @extend_schema(operation_id="root", responses={200: LISTING})
    def get(self, request: Request, **kwargs: Any) -> Response:
        found = {name: _address(url, request) for name, url in self.api_root_dict.items()}
        return Response({name: address for name, address in found.items() if address})


def _address(url: str, request: Request) -> str | None:
    """None for a resource that can only be posted to, or that has no list."""
    try:
        return reverse(url, request=request)
    except NoReverseMatch:
        return None
