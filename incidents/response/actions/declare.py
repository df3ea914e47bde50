from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import Language
from incidents import signals
from incidents.catalogue.models import Component, Region, SeverityLevel, ThirdParty
from incidents.response import openings, policies, references
from incidents.response.actions.classify import keep_proposal, propose
from incidents.response.actions.impact import check_region, open_row
from incidents.response.actions.steps import check_calendar, check_order, needs, record, tell
from incidents.response.errors import invalid
from incidents.response.models import Incident, IncidentTranslation
from incidents.response.states import EntryKind, Kind, Role, State


@dataclass(frozen=True, slots=True)
class ImpactInput:
    """One component's state in one region, or everywhere (None)."""

    component: Component
    status: str
    region: Region | None = None


@transaction.atomic
def declare(
    *,
    title: str,
    by: Actor,
    at: datetime,
    kind: str = Kind.UNPLANNED,
    severity: SeverityLevel | None = None,
    answers: Mapping[str, Any] | None = None,
    impacts: Iterable[ImpactInput] = (),
    titles: Mapping[str, str] | None = None,
    impact_started_at: datetime | None = None,
    detected_at: datetime | None = None,
    third_party: ThirdParty | None = None,
    summary: str = "",
    symptom: Mapping[str, str] | None = None,
    scheduled_for: datetime | None = None,
    scheduled_until: datetime | None = None,
) -> Incident:
    """Say that something is wrong (or planned, or played); whoever says it commands until relieved.

    `answers` go to the classifier, whose proposal is kept beside the level a person chose.
    `symptom` is what customers see, by language; it becomes the first answer of the ledger of facts.
    Maintenance needs `scheduled_for` and `scheduled_until`. Raises `Invalid` naming the field.
    """
    require(policies.can_declare, by)
    moments = {"impact_started_at": impact_started_at, "detected_at": detected_at}
    planned = {"scheduled_for": scheduled_for, "scheduled_until": scheduled_until}
    words = {"kind": kind, "title": needs("title", title), "third_party": third_party}
    incident = Incident(severity=severity, **words, **moments, **planned, **propose(answers))
    _begin(incident, by=by, at=at)
    name(incident, titles or {})
    _first_lines(incident, answers=answers, summary=summary, by=by, at=at)
    for each in _once(impacts):
        open_row(incident, each.component, each.status, each.region, by=by, at=at, since=impact_started_at)
    openings.keep(incident, {"symptom": _worded(symptom)}, by=by, at=at)
    record(incident, "declared", by=by, at=at, incident_kind=str(kind), severity=severity.pk if severity else None)
    signals.declared.send(sender=Incident, incident=incident, by=by, at=at)
    return incident


def _worded(texts: Mapping[str, str] | None) -> dict[str, str]:
    return {language: text.strip() for language, text in (texts or {}).items() if text.strip()}


def _begin(incident: Incident, *, by: Actor, at: datetime) -> None:
    """Check what was given, take a number, write the row."""
    incident.state = State.SCHEDULED if incident.kind == Kind.MAINTENANCE else State.INVESTIGATING
    incident.declared_at = incident.updated_at = at
    incident.declared_by = by.label[:200]
    _check(incident)
    incident.reference = references.reserve(at=at)[0]
    incident.save()


def _once(impacts: Iterable[ImpactInput]) -> list[ImpactInput]:
    """Each component at most once per region; `Invalid` otherwise."""
    impacts = list(impacts)
    if len({(each.component, each.region) for each in impacts}) < len(impacts):
        raise invalid(impacts=_("Each component at most once per region."))
    for each in impacts:
        check_region(each.component, each.region, field="impacts")
    return impacts


def name(incident: Incident, titles: Mapping[str, str]) -> None:
    """Set the title per language; an empty one removes that language's row."""
    for language, title in titles.items():
        if language not in Language.values:
            raise invalid(titles=_("Unknown language: %(language)s.") % {"language": language})
        if title.strip():
            IncidentTranslation.objects.update_or_create(
                incident=incident, language=language, defaults={"title": title.strip()}
            )
        else:
            incident.translations.filter(language=language).delete()


def _check(incident: Incident) -> None:
    if incident.kind not in Kind.values:
        raise invalid(kind=_("Unknown kind of incident."))
    if len(incident.title) > 200:
        raise invalid(title=_("At most 200 characters."))
    times = ("impact_started_at", "detected_at", "scheduled_for", "scheduled_until")
    check_calendar(**{field: getattr(incident, field) for field in times})
    for field in times[:2]:
        moment = getattr(incident, field)
        if moment and moment > incident.declared_at:
            raise invalid(**{field: _("This moment lies after the declaration.")})
    check_order(incident)
    if incident.kind == Kind.MAINTENANCE:
        if not incident.scheduled_for:
            raise invalid(scheduled_for=_("Maintenance needs a planned beginning."))
        if not incident.scheduled_until or incident.scheduled_until <= incident.scheduled_for:
            raise invalid(scheduled_until=_("Maintenance needs a planned end after its beginning."))


def _first_lines(
    incident: Incident, *, answers: Mapping[str, Any] | None, summary: str, by: Actor, at: datetime
) -> None:
    """The timeline's beginning: declared, the proposal, the decision, the commander."""
    story = {"by": by, "at": at}
    tell(
        incident, EntryKind.STATE, "declared", words=summary, title=incident.title, incident_kind=incident.kind, **story
    )
    if incident.proposed_severity_id:
        entry = tell(incident, EntryKind.SEVERITY, "proposed", level=str(incident.proposed_severity), **story)
        keep_proposal(entry, incident, answers)
    if incident.severity_id:
        tell(incident, EntryKind.SEVERITY, "classified", level=str(incident.severity), **story)
    if by.user_id:
        incident.assignments.create(role=Role.COMMANDER, user_id=by.user_id, from_at=at, from_by=by.label[:200])
        tell(incident, EntryKind.ROLE, "assigned", role=Role.COMMANDER.value, person=by.label, **story)
