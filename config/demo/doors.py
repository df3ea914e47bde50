"""A program that could hand in reviews, entered and not yet switched on: what a feedback source looks like."""

from datetime import datetime

from core.actor import SYSTEM
from feedback.doors.hooks import actions
from feedback.doors.hooks.models import FeedbackSource


def open_(at: datetime) -> FeedbackSource:
    source, _key = actions.create_source(
        name="Reviews in the app shops",
        slug="app-reviews",
        is_active=False,
        mapping={"text": "review.body", "id": "review.id", "author": "review.user", "language": "review.locale"},
        by=SYSTEM,
        at=at,
    )
    return source
