"""REST resources of subscribers and of the audiences texts are written for."""

from rest_framework.routers import BaseRouter

from incidents.subscribers.api import views


def register(router: BaseRouter) -> None:
    router.register("subscribers", views.SubscriberViewSet)
    router.register("audiences", views.AudienceViewSet)
