from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Expression, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from incidents.catalogue.models import Component, SeverityTranslation
from incidents.catalogue.states import worst
from incidents.response import clocks, story
from incidents.response.models import Impact, Incident, RoleAssignment, RoleCall, TimelineEntry
from incidents.response.states import Role
from incidents.subscribers.scope import Scope

PAGE = 50
GLANCE = 20  # what the room shows of the timeline; the rest is one press away


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline; `text` is in the active language, a person's own words as written."""

    pk: int
    at: datetime
    author: str
    kind: str
    text: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Newest first. `older` is the cursor of the next page, None at the beginning of the story."""

    lines: tuple[Line, ...]
    older: tuple[datetime, int] | None


@dataclass(frozen=True, slots=True)
class RoleLine:
    role: str
    label: str
    holders: tuple[RoleAssignment, ...]
    call: RoleCall | None = None


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """A component that is impaired now, with its worst state and what is said per region."""

    component: Component
    status: str
    rows: tuple[Impact, ...]


@dataclass(frozen=True, slots=True)
class Room:
    incident: Incident
    timeline: TimelinePage
    roles: tuple[RoleLine, ...]
    impacts: tuple[ImpactLine, ...]
    clocks: clocks.Clocks


def listed() -> QuerySet[Incident]:
    """Incidents with what a list shows of each: levels, titles, and whoever commands; 2 statements.

    Adds `commander_username` (None without one) and `commander_name`.
    """
    return (
        Incident.objects.select_related("severity", "proposed_severity", "final_severity")
        .prefetch_related("translations")
        .annotate(commander_username=_commander(F("user__username")), commander_name=_commander(_person()))
    )


def tabled(language: str) -> QuerySet[Incident]:
    """The staff list in one statement: adds `level_name`, `proposed_name` and `commander_name` to each row."""

    def named(link: str) -> Subquery:
        rows = SeverityTranslation.objects.filter(severity=OuterRef(link), language=language)
        return Subquery(rows.values("name")[:1])

    return Incident.objects.select_related("severity", "proposed_severity").annotate(
        level_name=named("severity"),
        proposed_name=named("proposed_severity"),
        commander_name=_commander(_person()),
    )


def _commander(shown: Expression | F) -> Subquery:
    rows = RoleAssignment.objects.filter(incident=OuterRef("pk"), role=Role.COMMANDER, to_at=None)
    return Subquery(rows.annotate(shown=shown).values("shown")[:1])


def _person() -> Coalesce:
    """As `str(user)` has it."""
    full_name = Trim(Concat("user__first_name", Value(" "), "user__last_name"))
    return Coalesce(NullIf(full_name, Value("")), "user__username")


def detailed() -> QuerySet[Incident]:
    """Incidents with all but their timeline: roles, impacts, duplicates; a constant number of statements."""
    held = RoleAssignment.objects.filter(to_at=None).select_related("user").order_by("from_at", "pk")
    impacts = Impact.objects.select_related("component", "region").order_by("started_at", "pk")
    return (
        listed()
        .select_related("third_party", "merged_into")
        .prefetch_related(
            Prefetch("assignments", queryset=held),
            Prefetch("impacts", queryset=impacts),
            Prefetch(
                "calls", queryset=RoleCall.objects.unanswered().select_related("user").order_by("called_at", "pk")
            ),
            "duplicates",
        )
    )


def timeline(incident: Incident, *, older_than: tuple[datetime, int] | None = None, limit: int = PAGE) -> TimelinePage:
    entries = incident.entries.order_by("-at", "-pk")
    if older_than:
        moment, pk = older_than
        entries = entries.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=pk))
    found = list(entries[: limit + 1])
    shown = found[:limit]
    older = (shown[-1].at, shown[-1].pk) if len(found) > limit else None
    return TimelinePage(tuple(line(entry) for entry in shown), older)


def line(entry: TimelineEntry) -> Line:
    text = story.retell(entry.text, entry.data)
    return Line(entry.pk, entry.at, entry.author, entry.kind, text, entry.data)


def roles(incident: Incident) -> tuple[RoleLine, ...]:
    """Every role, held or not, in the order people look for them, and who is called for it."""
    open_rows = incident.assignments.filter(to_at=None).select_related("user").order_by("from_at", "pk")
    held: dict[str, list[RoleAssignment]] = {}
    for row in open_rows:
        held.setdefault(row.role, []).append(row)
    calls = {row.role: row for row in incident.calls.unanswered().select_related("user")}
    return tuple(
        RoleLine(role.value, str(role.label), tuple(held.get(role.value, ())), calls.get(role.value)) for role in Role
    )


def open_impacts(incident: Incident) -> tuple[ImpactLine, ...]:
    """What is impaired now, grouped by component; region by region, "everywhere" first."""
    rows = (
        incident.impacts.filter(ended_at=None)
        .select_related("component", "region")
        .order_by("component__position", "component_id", "region__position", "pk")
    )
    grouped: dict[int, list[Impact]] = {}
    for row in rows:
        grouped.setdefault(row.component_id, []).append(row)
    return tuple(
        ImpactLine(group[0].component, worst([row.status for row in group]), tuple(group)) for group in grouped.values()
    )


def harmed(incident: Incident) -> tuple[str, ...]:
    """Names of the components impaired now, as staff know them."""
    return tuple(line.component.name for line in open_impacts(incident))


def worst_open(*, component_ids: Iterable[int] | None = None, region_id: int | None = None) -> dict[int, str]:
    """The worst state each impaired component has now in any public incident: {component id: status}.

    With `region_id` only what is said of that region or of everywhere counts.
    """
    rows = Impact.objects.filter(ended_at=None, incident__in=Incident.objects.public().open())
    if component_ids is not None:
        rows = rows.filter(component__in=list(component_ids))
    if region_id is not None:
        rows = rows.filter(Q(region=region_id) | Q(region=None))
    found: dict[int, list[str]] = {}
    for component_id, status in rows.values_list("component_id", "status"):
        found.setdefault(component_id, []).append(status)
    return {component_id: worst(statuses) for component_id, statuses in found.items()}


def room(incident: Incident, at: datetime) -> Room:
    """What the incident room shows of the response; 4 statements."""
    return Room(
        incident=incident,
        timeline=timeline(incident, limit=GLANCE),
        roles=roles(incident),
        impacts=open_impacts(incident),
        clocks=clocks.of(incident, at),
    )


def scope(incident: Incident, *, at: datetime | None) -> Scope:
    """Whom an incident concerns: whatever it has touched so far, so that who heard of it hears its end."""
    touched = list(incident.impacts.values_list("component_id", "region_id"))
    everywhere = any(region is None for _component, region in touched)
    return Scope(
        incident_ref=incident.reference,
        kind=incident.kind,
        component_ids=tuple(sorted({component for component, _region in touched})),
        region_ids=() if everywhere else tuple(sorted({region for _component, region in touched})),
        published_at=at,
    )
