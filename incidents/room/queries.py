"""What the room shows, as one frozen object; reads only."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, OuterRef, Prefetch, Subquery, Sum

from core.accounts.models import User
from core.actor import Actor
from core.delivery import policies as delivery_policies
from core.delivery import queries as delivery
from core.delivery.models import Delivery
from core.delivery.queries import GroupStanding
from core.web import panels
from incidents.communication import policies as communication_policies
from incidents.communication.models import Update, Variant
from incidents.communication.states import State as UpdateState
from incidents.response import policies, states
from incidents.response import queries as response
from incidents.response.models import Impact, Incident, TimelineEntry
from incidents.response.states import MAY_PUBLISH, Kind, Role, State
from incidents.room import decisions
from incidents.room.decisions import Waiting
from incidents.room.models import Presence

ALWAYS_SHOWN = (Role.COMMANDER, Role.COMMUNICATIONS_LEAD, Role.DEPUTY)


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role as this person sees it: who holds it, and what one click would do."""

    line: response.RoleLine
    mine: bool
    take_over: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do here; buttons of other things are not shown."""

    respond: bool
    note: bool
    close: bool
    assign: bool
    draft: bool
    publish: bool
    take_over_to_publish: bool
    redrive: bool


@dataclass(frozen=True, slots=True)
class View:
    """The whole room for one person at one moment; `stamp` changes with anything shown."""

    room: response.Room
    moves: tuple[State, ...]
    can_resolve: bool
    can_reopen: bool
    can_close: bool
    can_merge: bool
    can_reschedule: bool
    can_cancel: bool
    roles: tuple[RoleCard, ...]
    recovered: tuple[Impact, ...]
    published: tuple[Update, ...]
    drafts: tuple[Update, ...]
    publishers: tuple[User, ...]
    deliveries: GroupStanding
    rights: Rights
    stamp: str
    waiting: Waiting

    @property
    def incident(self) -> Incident:
        return self.room.incident

    @property
    def speakers(self) -> list[User]:
        """Who may publish for this incident now."""
        holders = (row.user for card in self.roles if card.line.role in MAY_PUBLISH for row in card.line.holders)
        return list(dict.fromkeys(holders))


def incident(pk: int) -> Incident | None:
    chosen = Incident.objects.select_related(
        "severity", "proposed_severity", "final_severity", "merged_into", "third_party"
    )
    return (
        chosen.prefetch_related("translations", "severity__translations", "proposed_severity__translations")
        .filter(pk=pk)
        .first()
    )


def view(incident: Incident, actor: Actor, at: datetime) -> View:
    """Everything but the editor; the same number of statements whatever has happened."""
    room = response.room(incident, at)
    updates = updates_of(incident)
    rights = rights_of(incident, actor)
    moves = states.MOVES[incident.state]
    ending = State.COMPLETED if incident.kind == Kind.MAINTENANCE else State.RESOLVED
    return View(
        room=room,
        moves=tuple(State(move) for move in moves if move not in _BY_OTHER_VERBS and incident.state != State.RESOLVED),
        can_resolve=rights.respond and ending in moves,
        can_reopen=rights.respond and incident.state == State.RESOLVED,
        can_close=rights.close and State.CLOSED in moves,
        can_reschedule=rights.respond and incident.kind == Kind.MAINTENANCE,
        can_cancel=rights.respond and incident.state == State.SCHEDULED,
        can_merge=rights.respond and incident.state in states.OPEN,
        roles=cards(room.roles, incident, actor),
        recovered=recovered(incident),
        published=tuple(each for each in updates if each.state == UpdateState.PUBLISHED),
        drafts=tuple(each for each in updates if each.state == UpdateState.DRAFT),
        publishers=() if rights.publish else publishers(),
        deliveries=delivery.of_group(incident.reference),
        rights=rights,
        stamp=stamp(incident),
        waiting=decisions.of(incident, actor),
    )


_BY_OTHER_VERBS = (State.RESOLVED, State.CLOSED, State.COMPLETED)


def updates_of(incident: Incident) -> list[Update]:
    """Published and drafted, newest first, with their words; 2 statements."""
    variants = Variant.objects.select_related("audience").order_by("audience__position", "channel_kind", "language")
    return list(
        incident.updates.exclude(state=UpdateState.DISCARDED)
        .prefetch_related(Prefetch("variants", queryset=variants, to_attr="words"))
        .order_by("-published_at", "-drafted_at", "-pk")
    )


def to_open(drafts: tuple[Update, ...], actor: Actor) -> Update | None:
    """The draft to open: one's own latest, else the newest there is."""
    return next((draft for draft in drafts if draft.drafted_by == actor.label), drafts[0] if drafts else None)


def cards(lines: tuple[response.RoleLine, ...], incident: Incident, actor: Actor) -> tuple[RoleCard, ...]:
    """The roles people look for, and those somebody holds or is called for."""
    ended = incident.state in (State.CLOSED, State.COMPLETED)
    found = []
    for line in lines:
        mine = any(row.user_id == actor.user_id for row in line.holders)
        if line.holders or line.call or line.role in ALWAYS_SHOWN:
            may_take = not mine and not ended and policies.can_take_over(actor, incident, line.role)
            found.append(RoleCard(line, mine, may_take))
    return tuple(found)


def rights_of(incident: Incident, actor: Actor) -> Rights:
    ended = incident.state in (State.CLOSED, State.COMPLETED)
    return Rights(
        respond=not ended and policies.can_respond(actor, incident),
        note=policies.can_note(actor, incident),
        close=policies.can_close(actor, incident),
        assign=not ended and policies.can_assign(actor, incident, Role.EXPERT),
        draft=communication_policies.can_draft(actor, incident),
        publish=communication_policies.can_publish(actor, incident),
        take_over_to_publish=policies.can_take_over(actor, incident, Role.COMMUNICATIONS_LEAD),
        redrive=delivery_policies.can_redrive(actor),
    )


def recovered(incident: Incident) -> tuple[Impact, ...]:
    """The latest recovery of each component and region that isn't impaired now; newest first."""
    rows = incident.impacts.exclude(ended_at=None).select_related("component", "region").order_by("-ended_at", "-pk")
    still = set(incident.impacts.filter(ended_at=None).values_list("component_id", "region_id"))
    seen: dict[tuple[int, int | None], Impact] = {}
    for row in rows[:200]:
        key = (row.component_id, row.region_id)
        if key not in still:
            seen.setdefault(key, row)
    return tuple(seen.values())


def publishers() -> tuple[User, ...]:
    """Who is trusted to publish at all, for the one who is not."""
    backend = "django.contrib.auth.backends.ModelBackend"
    trusted = User.objects.with_perm(communication_policies.PUBLISH, backend=backend, include_superusers=False)
    return tuple(trusted.filter(is_staff=True).order_by("first_name", "last_name", "username")[:12])


HERE = timedelta(seconds=30)  # a page tells of itself every ten


def others(incident: Incident, actor: Actor, at: datetime) -> list[Presence]:
    """Who else has the room open now."""
    rows = Presence.objects.filter(incident=incident, seen_at__gt=at - HERE).select_related("user")
    return list(rows.exclude(user=actor.user_id).order_by("user__first_name", "user__last_name", "user_id"))


def stamp(incident: Incident) -> str:
    """A short fingerprint of everything the room shows that others may change; one statement.

    Roles, impacts and moves each leave an entry in the timeline, so the newest entry stands for them.
    """
    owed = Delivery.objects.filter(broadcast__group=OuterRef("reference")).order_by().values("broadcast__group")
    mine = Update.objects.filter(incident=OuterRef("pk")).order_by().values("incident")
    told = TimelineEntry.objects.filter(incident=OuterRef("pk")).order_by().values("incident")
    facts = (
        Incident.objects.filter(pk=incident.pk)
        .annotate(
            newest_entry=Subquery(told.annotate(found=Max("pk")).values("found")),
            drafts=Subquery(mine.annotate(found=Sum("version")).values("found")),
            owed=Subquery(owed.annotate(found=Count("pk")).values("found")),
            tries=Subquery(owed.annotate(found=Sum("attempts")).values("found")),
            settled=Subquery(owed.annotate(found=Count("settled_at")).values("found")),
        )
        .values_list("version", "updated_at", "next_update_at", "newest_entry", "drafts", "owed", "tries", "settled")
        .first()
    )
    return hashlib.sha256(repr((facts, panels.stamps("room", incident=incident))).encode()).hexdigest()[:16]
