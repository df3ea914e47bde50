"""REST resources of the loop."""

from rest_framework.routers import BaseRouter

from feedback.loop.api.closing import ClosingLineViewSet, ClosingRunViewSet
from feedback.loop.api.links import LinkViewSet
from feedback.loop.api.surveys import RecoveryViewSet, SurveyViewSet


def register(router: BaseRouter) -> None:
    router.register("thread-links", LinkViewSet, basename="thread-link")
    router.register("closing-runs", ClosingRunViewSet, basename="closing-run")
    router.register("closing-lines", ClosingLineViewSet, basename="closing-line")
    router.register("surveys", SurveyViewSet, basename="survey")
    router.register("recovery", RecoveryViewSet, basename="recovery")
