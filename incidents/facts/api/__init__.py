"""REST resources: an incident's facts, what people are asked for, and the checklist."""

from rest_framework.routers import BaseRouter

from incidents.facts.api import checklist, requests, views


def register(router: BaseRouter) -> None:
    router.register(r"incidents/(?P<reference>[A-Za-z0-9-]{1,20})/facts", views.FactViewSet, basename="fact")
    router.register("fact-requests", requests.RequestViewSet)
    router.register("checklist-items", checklist.ChecklistViewSet)
