"""What alerts say on staff pages: proposals that wait on the home page, evidence in the room."""

from django.http import HttpRequest

from core.web.panels import Block, register
from incidents.alerts import policies, queries
from incidents.response.models import Incident

VIEW = "incidents.view_proposal"


@register(page="home", name="alerts", order=15)
def waiting_proposals(request: HttpRequest) -> Block | None:
    """Alerts that ask for an incident, until somebody decides."""
    if not request.actor.may(VIEW):
        return None
    rows = list(queries.waiting()[: queries.SHOWN])
    context = {"proposals": rows, "may_decide": request.actor.may(policies.DECIDE)}
    return Block("admin/home/alerts.html", context) if rows else None


def newest(incident: Incident) -> object:
    return list(queries.behind(incident).values_list("pk", "last_at", "ended_at")[: queries.SHOWN])


@register(page="room", name="alerts", order=60, stamp=newest)
def evidence(request: HttpRequest, incident: Incident) -> Block | None:
    if not request.actor.may(VIEW):
        return None
    rows = list(queries.behind(incident)[: queries.SHOWN])
    return Block("admin/room/alerts.html", {"proposals": rows}) if rows else None
