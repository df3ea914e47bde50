"""What the home page says about incidents: open ones first, then what waits for a hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.utils import timezone

from core.web.panels import Block, register
from incidents.communication import policies, queries
from incidents.communication.models import Update
from incidents.facts import queries as facts
from incidents.response import clocks
from incidents.response import policies as response_policies
from incidents.response import states as response_states
from incidents.response.clocks import Clocks
from incidents.response.models import Incident, RoleAssignment, RoleCall
from incidents.response.states import Role, State
from incidents.room import ledger

VIEW = "incidents.view_incident"
SHOWN = 25


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open incident as the home page tells it to one person."""

    incident: Incident
    clocks: Clocks
    mine: tuple[str, ...]
    lead: str
    commander: str


def in_order(line: OpenLine) -> tuple[bool, bool, float, int]:
    """Late promises first, the latest foremost; then what is due next; then the gravest."""
    due = line.clocks.due_at
    rated = clocks.rated(line.incident)
    return (not line.clocks.overdue, due is None, due.timestamp() if due else 0.0, -(rated.pk if rated else 0))


def open_lines(user_id: int | None, at: datetime) -> list[OpenLine]:
    held = RoleAssignment.objects.filter(to_at=None).select_related("user").order_by("from_at", "pk")
    rows = (
        Incident.objects.open()
        .select_related("severity", "proposed_severity")
        .prefetch_related(
            Prefetch("assignments", queryset=held, to_attr="held"),
            "severity__translations",
            "proposed_severity__translations",
        )
        .order_by("-declared_at", "-pk")[:200]
    )
    return sorted((open_line(row, user_id, at) for row in rows), key=in_order)


def open_line(incident: Incident, user_id: int | None, at: datetime) -> OpenLine:
    names = {row.role: str(row.user) for row in incident.held}
    return OpenLine(
        incident=incident,
        clocks=clocks.of(incident, at),
        mine=tuple(row.get_role_display() for row in incident.held if row.user_id == user_id),
        lead=names.get(Role.COMMUNICATIONS_LEAD, ""),
        commander=names.get(Role.COMMANDER, ""),
    )


@register(page="home", name="incidents", order=10)
def open_incidents(request: HttpRequest) -> Block | None:
    if not request.actor.may(VIEW):
        return None
    at = timezone.now()
    lines = open_lines(request.actor.user_id, at)
    late = sum(line.clocks.overdue for line in lines)
    context = {"lines": lines[:SHOWN], "count": len(lines), "late": late, "now": at}
    return Block("admin/home/incidents.html", context)


@register(page="home", name="signatures", order=6)
def signatures(request: HttpRequest) -> Block | None:
    """Words that wait for this person to answer for them too."""
    if not request.actor.may(policies.SIGN):
        return None
    rows = [row for row in queries.waiting_signatures()[:SHOWN] if policies.can_sign(request.actor, row)]
    return Block("admin/home/signatures.html", {"rows": rows, "now": timezone.now()}) if rows else None


@register(page="home", name="held", order=7)
def may_be_objected_to(request: HttpRequest) -> Block | None:
    """What goes out by itself unless somebody who may objects."""
    if not request.actor.may(VIEW):
        return None
    rows = [row for row in queries.open_windows()[:SHOWN] if policies.can_object(request.actor, row.update.incident)]
    return Block("admin/home/held.html", {"rows": rows, "now": timezone.now()}) if rows else None


@register(page="home", name="asked", order=12)
def asked_of_you(request: HttpRequest) -> Block | None:
    """Facts that somebody waits for from this person, the most urgent first."""
    rows = list(facts.asked_of(request.actor)[:SHOWN])
    if not rows:
        return None
    items = facts.checklist()
    lines = [(row, items[row.key].question if row.key in items else row.key) for row in rows]
    return Block("admin/home/asked.html", {"lines": lines, "now": timezone.now()})


@register(page="room", name="facts", order=20)
def facts_ledger(request: HttpRequest, incident: Incident) -> Block | None:
    """What is known, what the next message lacks, and what readers were told that is not so any more."""
    return Block("admin/room/facts.html", {"ledger": ledger.view(incident, request.actor), "now": timezone.now()})


@register(page="home", name="drafts", order=20, aside=True)
def waiting_drafts(request: HttpRequest) -> Block | None:
    """Words that somebody wrote and nobody has published yet."""
    if not request.actor.may(VIEW):
        return None
    drafts = Update.objects.drafts().exclude(incident__state__in=[State.CLOSED, State.COMPLETED])
    rows = list(drafts.select_related("incident").order_by("-drafted_at", "-pk")[:10])
    return Block("admin/home/drafts.html", {"drafts": rows}) if rows else None


@register(page="home", name="to_close", order=30, aside=True)
def awaiting_closure(request: HttpRequest) -> Block | None:
    """Resolved, but nobody has said what it was in the end."""
    if not request.actor.may(VIEW):
        return None
    resolved = Incident.objects.filter(state=response_states.State.RESOLVED)
    rows = list(resolved.order_by("-resolved_at", "-pk")[:10])
    return Block("admin/home/to_close.html", {"incidents": rows}) if rows else None


@register(page="home", name="planned", order=40, aside=True)
def planned_maintenance(request: HttpRequest) -> Block | None:
    if not request.actor.may(VIEW):
        return None
    rows = list(Incident.objects.filter(state=State.SCHEDULED).order_by("scheduled_for", "pk")[:5])
    return Block("admin/home/planned.html", {"incidents": rows}) if rows else None


@register(page="home", name="calls", order=5)
def calls(request: HttpRequest) -> Block | None:
    """Somebody wants me, or whoever can do what I can."""
    if not request.actor.may(VIEW):
        return None
    open_ones = RoleCall.objects.unanswered().filter(incident__in=Incident.objects.open())
    wanted = open_ones.filter(Q(user=request.actor.user_id) | Q(user=None)).select_related("incident")
    rows = [
        call
        for call in wanted.order_by("called_at", "pk")[:SHOWN]
        if response_policies.can_take_over(request.actor, call.incident, call.role)
    ]
    return Block("admin/home/calls.html", {"calls": rows}) if rows else None
