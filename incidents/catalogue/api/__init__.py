"""REST resources of the catalogue, with their texts per language."""

from rest_framework.routers import BaseRouter

from incidents.catalogue.api import views


def register(router: BaseRouter) -> None:
    router.register("services", views.ServiceViewSet)
    router.register("regions", views.RegionViewSet)
    router.register("component-groups", views.ComponentGroupViewSet)
    router.register("components", views.ComponentViewSet)
    router.register("third-parties", views.ThirdPartyViewSet)
    router.register("severity-levels", views.SeverityLevelViewSet)
