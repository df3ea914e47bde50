from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from core.actor import Actor, require
from incidents.catalogue.states import ComponentStatus
from incidents.maintenance import queries
from incidents.maintenance.models import MaintenanceSeries, Occurrence
from incidents.response import actions as response
from incidents.response import policies
from incidents.response.models import Incident
from incidents.response.states import Kind, State

REASON = "The series has changed."


@transaction.atomic
def plan(*, series: MaintenanceSeries, by: Actor, at: datetime) -> list[Occurrence]:
    """Bring what is planned ahead in line with the series; twice changes nothing. The new occurrences.

    Only future occurrences that nobody has touched follow a change: they move, or are called off.
    """
    require(policies.can_declare, by)
    series = MaintenanceSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)
    wanted = queries.ahead(series, at) if series.is_active else {}
    titles = {row.language: row.title for row in series.translations.all()}
    known = {row.on: row for row in series.occurrences.select_related("incident")}
    for on, row in known.items():
        if untouched(row, at):
            _follow(row, series, wanted.get(on), titles, by=by, at=at)
    return [_make(series, on, start, titles, by=by, at=at) for on, start in wanted.items() if on not in known]


def untouched(row: Occurrence, at: datetime) -> bool:
    incident = row.incident
    begins = incident.scheduled_for
    return incident.state == State.SCHEDULED and incident.version == row.version and bool(begins and begins > at)


def _follow(
    row: Occurrence,
    series: MaintenanceSeries,
    start: datetime | None,
    titles: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    incident = row.incident
    if start is None:
        if incident.scheduled_for and incident.scheduled_for <= at + timedelta(days=series.horizon_days):
            row.delete()
            response.cancel_maintenance(incident=incident, reason=REASON, by=by, at=at)
        return
    until = start + timedelta(minutes=series.duration_minutes)
    if (start, until) != (incident.scheduled_for, incident.scheduled_until):
        incident = response.reschedule(
            incident=incident, scheduled_for=start, scheduled_until=until, reason=REASON, by=by, at=at
        )
    written = {each.language: each.title for each in incident.translations.all()}
    if (incident.title, written) != (series.title, dict(titles)):
        gone = dict.fromkeys(written, "")
        incident = response.rename(incident=incident, title=series.title, titles={**gone, **titles}, by=by, at=at)
    incident = _impair(incident, series, by=by, at=at)
    row.version = incident.version
    row.save(update_fields=["version"])


def _impair(incident: Incident, series: MaintenanceSeries, *, by: Actor, at: datetime) -> Incident:
    """What the series says is worked on, no more and no less."""
    planned = {row.component for row in incident.impacts.filter(ended_at=None).select_related("component")}
    chosen = set(series.components.all())
    for component in sorted(planned - chosen, key=lambda each: each.pk):
        incident = response.recover(incident=incident, component=component, by=by, at=at)
    for component in sorted(chosen - planned, key=lambda each: each.pk):
        status = ComponentStatus.UNDER_MAINTENANCE
        incident = response.set_impact(incident=incident, component=component, status=status, by=by, at=at)
    return incident


def _make(
    series: MaintenanceSeries, on: date, start: datetime, titles: Mapping[str, str], *, by: Actor, at: datetime
) -> Occurrence:
    incident = response.declare(
        title=series.title,
        titles=titles,
        kind=Kind.MAINTENANCE,
        impacts=[
            response.ImpactInput(each, ComponentStatus.UNDER_MAINTENANCE) for each in series.components.order_by("pk")
        ],
        scheduled_for=start,
        scheduled_until=start + timedelta(minutes=series.duration_minutes),
        by=by,
        at=at,
    )
    return series.occurrences.create(on=on, incident=incident, version=incident.version)
