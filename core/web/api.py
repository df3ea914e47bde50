"""The base of every slice's `api.py`: translate, call one action, translate back (docs/api.md).

class IncidentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ActionViewSet):
    queryset = Incident.objects.select_related("severity")
    serializer_class = IncidentSerializer
    lookup_field = "reference"
    filterset_class = IncidentFilter
    paging_fields = ("-declared_at", "-id")
    scopes = {"list": "incidents:read", "retrieve": "incidents:read", "*": "incidents:write"}

    @takes(DeclareInput, gives=IncidentSerializer, status=201)
    def create(self, request: Request) -> Response:
        incident = actions.declare(by=request.actor, at=timezone.now(), **validated(DeclareInput, request))
        return Response(self.get_serializer(incident).data, status=201)

    @move(ResolveInput, gives=IncidentSerializer)
    def resolve(self, request: Request, reference: str) -> Response:
        data = validated(ResolveInput, request)
        incident = actions.resolve(incident=self.get_object(), by=request.actor, at=timezone.now(), **data)
        return Response(self.get_serializer(incident).data)
"""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.web import filters, idempotency, inputs

View = Callable[..., Any]


class Strict:
    """Any API view: only documented query parameters. Put it before DRF's classes."""

    query_parameters: tuple[str, ...] = ()
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = request.method.lower()
        if method in self.http_method_names and hasattr(self, method):  # else it is a 405
            filters.refuse_unknown_parameters(request, self)


class StrictAPIView(Strict, APIView):
    """A single endpoint that is no resource. Give `scopes`."""


class ActionViewSet(Strict, GenericViewSet):
    """A resource whose writes call actions. `scopes` maps action names to scopes, "*" the rest."""

    scopes: dict[str, str]
    paging_fields: tuple[str, ...] = ("-id",)
    lookup_value_regex = "[^/]+"


def validated(serializer_class: type[serializers.Serializer], request: Request, **kwargs: Any) -> dict[str, Any]:
    """The body as keyword arguments for an action; 400 names every field that is wrong or unknown."""
    serializer = serializer_class(data=request.data, context={"request": request}, **kwargs)
    inputs.refuse_unusable(serializer, request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def told_once(data: Any, status: int = 201) -> Response:
    """An answer that holds a secret: an Idempotency-Key brings back that it was done, not the secret."""
    response = Response(data, status=status)
    setattr(response, idempotency.TOLD_ONCE, True)
    return response


def takes(
    serializer_class: type[serializers.Serializer] | None, *, gives: Any = None, status: int = 200
) -> Callable[[View], View]:
    """Document what a method's body is and what it answers."""
    return extend_schema(request=serializer_class, responses={status: gives})


def move(
    serializer_class: type[serializers.Serializer] | None = None,
    *,
    gives: Any,
    status: int = 200,
    detail: bool = True,
    **options: Any,
) -> Callable[[View], View]:
    """`POST …/<id>/<verb>/`: a method of an `ActionViewSet` that calls one action."""

    def decorate(method: View) -> View:
        options.setdefault("url_path", method.__name__.replace("_", "-"))
        verb = action(detail=detail, methods=["post"], **options)(method)
        return takes(serializer_class, gives=gives, status=status)(verb)  # outside: `action` forgets what is inside

    return decorate
