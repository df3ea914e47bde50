"""Which threads may be about which incidents, read into what `matching` compares."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

from feedback.loop import matching
from feedback.loop.matching import Concern, Report
from feedback.loop.models import IncidentLink
from feedback.loop.states import Why
from feedback.threads import vocabulary
from feedback.threads.models import Message, ThreadQuerySet
from feedback.threads.states import Author, State
from incidents.response.models import Impact, Incident
from incidents.response.states import OPEN, Kind

READ = 1_000  # letters of a message that are compared


def concerns(at: datetime) -> dict[int, Concern]:
    """Of every open unplanned incident, by its key; 5 statements at most."""
    rows = Incident.objects.filter(state__in=OPEN, kind=Kind.UNPLANNED).prefetch_related("translations")
    return _read(list(rows.order_by("-declared_at")[:50]))


def concern(incident: Incident) -> Concern:
    return _read([incident])[incident.pk]


def _read(incidents: list[Incident]) -> dict[int, Concern]:
    impacts = (
        Impact.objects.filter(incident__in=incidents)
        .select_related("component")
        .prefetch_related("component__translations")
    )
    by_incident: dict[int, list[Impact]] = {}
    for impact in impacts:
        by_incident.setdefault(impact.incident_id, []).append(impact)
    return {row.pk: _concern(row, by_incident.get(row.pk, [])) for row in incidents}


def _concern(incident: Incident, impacts: Iterable[Impact]) -> Concern:
    regions: dict[int, frozenset[int] | None] = {}
    names: set[str] = set()
    for impact in impacts:
        known = regions.get(impact.component_id, frozenset())
        here = None if impact.region_id is None or known is None else known | {impact.region_id}
        regions[impact.component_id] = here
        for name in (impact.component.name, *(each.name for each in impact.component.translations.all())):
            names |= vocabulary.words(name)
    titles = (incident.title, *(each.title for each in incident.translations.all()))
    starts = [each for each in (incident.impact_started_at, incident.detected_at, incident.declared_at) if each]
    return Concern(
        since=min(starts),
        until=incident.resolved_at,
        regions=regions,
        names=frozenset(names),
        words=frozenset(word for title in titles for word in vocabulary.words(title)),
    )


def reports_of(threads: ThreadQuerySet) -> dict[int, Report]:
    """What is compared of each thread: its first message, not all that was said since; 1 statement."""
    first = Message.objects.filter(thread=OuterRef("pk"), author=Author.CUSTOMER).order_by("at", "pk")
    rows = threads.exclude(state=State.HELD).filter(merged_into=None)
    rows = rows.annotate(opening=Subquery(first.annotate(cut=Left("text", READ)).values("cut")[:1]))
    return {
        pk: Report(at, component, region, vocabulary.words(f"{subject} {opening or ''}"))
        for pk, at, component, region, subject, opening in rows.values_list(
            "pk", "created_at", "component_id", "region_id", "subject", "opening"
        )
    }


def matches(threads: ThreadQuerySet, against: Mapping[int, Concern]) -> dict[tuple[int, int], tuple[Why, ...]]:
    """(thread, incident) → why, without those that are linked, suggested or put aside already; 2 statements."""
    if not against:
        return {}
    reports = reports_of(threads)
    known = set(
        IncidentLink.objects.filter(incident__in=against, thread__in=reports).values_list("thread_id", "incident_id")
    )
    found = {}
    for thread, report in reports.items():
        for incident, about in against.items():
            if (thread, incident) not in known and (why := matching.reasons(report, about)):
                found[thread, incident] = why
    return found
