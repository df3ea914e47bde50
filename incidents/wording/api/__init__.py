"""The wording linter over the REST API."""

from rest_framework.routers import BaseRouter

from incidents.wording.api.views import WordingViewSet


def register(router: BaseRouter) -> None:
    router.register("wording", WordingViewSet, basename="wording")
