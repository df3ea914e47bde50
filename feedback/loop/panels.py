"""The loop on other pages: the incident room, the staff page of a thread, and the customer's own page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from core.web.panels import Block, register
from feedback.loop import policies, queries
from feedback.loop.models import IncidentLink
from feedback.loop.states import RunState
from feedback.threads import links as addresses
from feedback.threads import policies as threads
from feedback.threads.models import Thread
from incidents.response.models import Incident
from incidents.response.states import ENDED, Kind

SHOWN = 5


def newest(incident: Incident) -> object:
    """The newest decision about a link; the run tells of itself by its own page."""
    rows = IncidentLink.objects.filter(incident=incident).order_by("-pk")
    return list(rows.values_list("pk", "state")[:50])


@register(page="room", name="customers", order=50, stamp=newest)
def who_wrote(request: HttpRequest, incident: Incident) -> Block | None:
    """How many wrote and since when, who else may have, and what they are told at the end."""
    if not policies.can_see(request.actor) or incident.kind == Kind.DRILL:
        return None
    standing = queries.standing(incident)
    run = queries.run_of(incident)
    if not standing.threads and not standing.suggested and run is None and incident.state in ENDED:
        return None
    rows = queries.links(incident).suggested().order_by("-pk")
    context = {
        "incident": incident,
        "standing": standing,
        "suggested": list(rows[:SHOWN]),
        "may_link": policies.can_link(request.actor, incident),
        "may_write": policies.can_write(request.actor, incident),
        "may_close": policies.can_close(request.actor, incident),
        "run": run,
        "progress": queries.progress(run) if run else None,
        "texts": list(run.texts.order_by("pk")) if run and run.state == RunState.DRAFT else [],
        "now": timezone.now(),
    }
    return Block("admin/loop/room.html", context)


@register(page="thread", name="incidents", order=10)
def about_which_incident(request: HttpRequest, thread: Thread) -> Block | None:
    """Which incidents it belongs to, and with one press to which it may."""
    if not policies.can_see(request.actor):
        return None
    rows = list(thread.incident_links.select_related("incident").order_by("-pk"))
    known = {row.incident_id for row in rows}
    others = Incident.objects.open().real().exclude(pk__in=known).order_by("-declared_at", "-pk")
    context = {
        "thread": thread,
        "links": rows,
        "others": list(others[:20]),
        "may_link": request.actor.may(threads.TRIAGE),
        "may_see": request.actor.may("incidents.view_incident"),
    }
    return Block("admin/loop/thread.html", context)


@register(page="follow", name="incident", order=10)
def your_incident(request: HttpRequest, thread: Thread) -> Block | None:
    """What everybody may know about what this customer wrote of, and whether they want to hear more of it."""
    linked, told = queries.told_of(thread, get_language() or "en")
    if not linked:
        return None
    return Block("public/loop/incident.html", {"told": told, "thread": thread})


@register(page="follow", name="score", order=20)
def how_we_did(request: HttpRequest, thread: Thread) -> Block | None:
    """The question, once it was asked; afterwards the thanks for the answer."""
    survey = queries.survey_of(thread)
    if survey is None:
        return None
    context = {"survey": survey, "thread": thread, "scores": queries.scores(), "key": addresses.key(thread)}
    return Block("public/loop/score.html", context)
