"""Gathers the REST resources of the doors."""

from rest_framework.routers import BaseRouter

from feedback.doors.hooks import api as hooks
from feedback.doors.mail import api as mail


def register(router: BaseRouter) -> None:
    for resources in (hooks, mail):
        resources.register(router)
