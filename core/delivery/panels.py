"""What home page, `/metrics` and `/readyz` say about delivery: in order, or exactly what isn't."""

from django.http import HttpRequest
from django.utils import timezone

from core.delivery import queries
from core.web import vitals
from core.web.panels import Block, register


@register(page="home", name="delivery", order=50, aside=True)
def delivery_health(request: HttpRequest) -> Block | None:
    if not request.actor.may("core.view_delivery"):
        return None
    at = timezone.now()
    return Block("admin/home/delivery.html", {"health": queries.health(at), "now": at})


vitals.add_gauges("delivery", queries.gauges)
vitals.add_checks("delivery", queries.checks)
