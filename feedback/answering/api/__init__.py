"""REST resources: answers, drafts of one's own, and canned replies."""

from rest_framework.routers import BaseRouter

from feedback.answering.api import canned, drafts, replies


def register(router: BaseRouter) -> None:
    router.register(r"threads/(?P<reference>[A-Za-z0-9-]{1,12})/replies", replies.ReplyViewSet, basename="reply")
    router.register("reply-drafts", drafts.DraftViewSet)
    router.register("canned-replies", canned.CannedViewSet)
