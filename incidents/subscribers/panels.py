"""Whom we can't reach: on the home page of who may mend it."""

from django.http import HttpRequest

from core.web.panels import Block, register
from incidents.subscribers import policies, queries


@register(page="home", name="unreachable", order=60, aside=True)
def unreachable(request: HttpRequest) -> Block | None:
    """The newest addresses that refused, with the reason; nothing while all can be reached."""
    if not request.actor.may(policies.CHANGE):
        return None
    found = queries.unreachable()
    return Block("admin/home/unreachable.html", {"newest": found.newest, "count": found.count}) if found.count else None
