"""REST resource: the conversations with customers. Answers of ours are `…/replies/` (feedback.answering.api)."""

from rest_framework.routers import BaseRouter

from feedback.threads.api import views


def register(router: BaseRouter) -> None:
    router.register("threads", views.ThreadViewSet)
