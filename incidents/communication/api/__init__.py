"""Updates over the REST API."""

from rest_framework.routers import BaseRouter

from incidents.communication.api.views import UpdateViewSet


def register(router: BaseRouter) -> None:
    router.register("updates", UpdateViewSet)
