"""Updates over the REST API."""

from rest_framework.routers import BaseRouter

from incidents.communication.api.decisions import DecisionViewSet, ObjectionRuleViewSet
from incidents.communication.api.signatures import SignatureViewSet
from incidents.communication.api.views import EstimateViewSet, UpdateViewSet


def register(router: BaseRouter) -> None:
    router.register("updates", UpdateViewSet)
    router.register(r"incidents/(?P<reference>[A-Za-z0-9-]{1,20})/estimates", EstimateViewSet, basename="estimate")
    router.register("signatures", SignatureViewSet)
    router.register("objection-rules", ObjectionRuleViewSet)
    router.register(r"incidents/(?P<reference>[A-Za-z0-9-]{1,20})/decisions", DecisionViewSet, basename="decision")
