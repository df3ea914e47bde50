"""REST resource `/incidents/`: read, declare, and one POST per move."""

from rest_framework.routers import BaseRouter

from incidents.response.api.views import IncidentViewSet


def register(router: BaseRouter) -> None:
    router.register("incidents", IncidentViewSet)
