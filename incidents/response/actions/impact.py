from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from incidents.catalogue.models import Component, Region
from incidents.catalogue.states import ComponentStatus
from incidents.response import policies, states
from incidents.response.actions.steps import keep, locked, readers_see_it, record, tell
from incidents.response.errors import NothingToRecover, invalid
from incidents.response.models import Impact, Incident
from incidents.response.states import EntryKind, MoveNotAllowed, State


@transaction.atomic
def set_impact(
    *, incident: Incident, component: Component, status: str, region: Region | None = None, by: Actor, at: datetime
) -> Incident:
    """Say how a component is in one region, or everywhere; operational means that it recovered.

    Everywhere replaces what was said per region. One region, where everywhere was said before,
    leaves the other regions as they were.
    """
    if status == ComponentStatus.OPERATIONAL:
        return recover(incident=incident, component=component, region=region, by=by, at=at)
    incident = _ready(incident, by, at)
    check_region(component, region)
    rows = still_open(incident, component)
    same = [row for row in rows if row.region_id == (region.pk if region else None) and row.status == status]
    if same and (region or len(rows) == 1):
        return incident
    if region:
        _split_everywhere(incident, component, region, rows, by=by, at=at)
        rows = [row for row in rows if row.region_id == region.pk]
    _close(incident, rows, by=by, at=at)
    open_row(incident, component, status, region, by=by, at=at)
    keep(incident, at)
    record(incident, "impact_set", by=by, at=at, component=component.slug, status=str(status), region=_slug(region))
    readers_see_it(incident, by=by, at=at)
    return incident


@transaction.atomic
def recover(
    *, incident: Incident, component: Component, region: Region | None = None, by: Actor, at: datetime
) -> Incident:
    """The component works again in one region, or wherever it was impaired: "back in France, not yet in Japan"."""
    incident = _ready(incident, by, at)
    check_region(component, region)
    rows = still_open(incident, component)
    touched = [row for row in rows if region is None or row.region_id in (None, region.pk)]
    if not touched:
        raise NothingToRecover(
            _("%(component)s isn't impaired in this incident: %(region)s.")
            % {"component": component, "region": region or _("everywhere")}
        )
    if region:
        _split_everywhere(incident, component, region, rows, by=by, at=at)
        _close(incident, [row for row in touched if row.region_id], by=by, at=at)
        _tell_recovered(incident, component, region, by=by, at=at)
    else:
        end_rows(incident, touched, by=by, at=at)
    keep(incident, at)
    record(incident, "impact_recovered", by=by, at=at, component=component.slug, region=_slug(region))
    readers_see_it(incident, by=by, at=at)
    return incident


def still_open(incident: Incident, component: Component | None = None) -> list[Impact]:
    """What is impaired now, by component and region."""
    rows = incident.impacts.filter(ended_at=None).select_related("component", "region")
    if component:
        rows = rows.filter(component=component)
    return list(rows.order_by("component__position", "component_id", "region__position", "pk"))


def spoken(row: Impact) -> str:
    """Playback, Japan."""
    return f"{row.component}, {row.region or _('everywhere')}"


def end_rows(incident: Incident, rows: Iterable[Impact], *, by: Actor, at: datetime) -> None:
    """End rows and tell the timeline of each."""
    rows = list(rows)
    _close(incident, rows, by=by, at=at)
    for row in rows:
        _tell_recovered(incident, row.component, row.region, by=by, at=at)


def open_row(
    incident: Incident,
    component: Component,
    status: str,
    region: Region | None,
    *,
    by: Actor,
    at: datetime,
    since: datetime | None = None,
) -> Impact:
    """Begin a stretch of impact at `at`, or `since` before; of planned maintenance, when it is planned to begin."""
    if status not in ComponentStatus.values or status == ComponentStatus.OPERATIONAL:
        raise invalid(status=_("Unknown state of a component, or none of an impaired one."))
    row = incident.impacts.create(
        component=component,
        region=region,
        status=status,
        started_at=since or _begins(incident, at),
        started_by=by.label[:200],
    )
    tell(
        incident, EntryKind.IMPACT, "impaired", by=by, at=at,
        component=str(component), region=str(region) if region else "", status=str(status),
    )  # fmt: skip
    return row


def _ready(incident: Incident, by: Actor, at: datetime) -> Incident:
    incident = locked(incident, at)
    require(policies.can_respond, by, incident)
    if incident.state in states.ENDED:
        raise MoveNotAllowed(incident.state, incident.state)
    return incident


def check_region(component: Component, region: Region | None, *, field: str = "region") -> None:
    """Refuse a region in which the component isn't offered (no regions at all: offered everywhere)."""
    served = {each.pk for each in component.regions.all()}
    if region and served and region.pk not in served:
        message = _("%(component)s isn't offered in %(region)s.") % {"component": component, "region": region}
        raise invalid(**{field: message})


def _split_everywhere(
    incident: Incident, component: Component, region: Region, rows: list[Impact], *, by: Actor, at: datetime
) -> None:
    """Where "everywhere" was said, say it of each other region instead, so that `region` can differ."""
    everywhere = next((row for row in rows if row.region_id is None), None)
    if everywhere is None:
        return
    _close(incident, [everywhere], by=by, at=at)
    told = {region.pk, *(row.region_id for row in rows)}
    served = list(component.regions.all()) or list(Region.objects.all())
    Impact.objects.bulk_create(
        Impact(
            incident=incident,
            component=component,
            region=each,
            status=everywhere.status,
            started_at=_begins(incident, at),
            started_by=by.label[:200],
        )
        for each in served
        if each.pk not in told
    )


def _tell_recovered(
    incident: Incident, component: Component, region: Region | None, *, by: Actor, at: datetime
) -> None:
    what = "called_off" if incident.state == State.SCHEDULED else "recovered"
    where = str(region) if region else ""
    tell(incident, EntryKind.IMPACT, what, by=by, at=at, component=str(component), region=where)


def begin_planned(incident: Incident, at: datetime) -> None:
    """Planned maintenance begins now, whenever it was planned to."""
    incident.impacts.filter(ended_at=None).update(started_at=at)


def end_as_planned(incident: Incident, until: datetime, *, by: Actor) -> None:
    """The window passed while nobody looked: what was planned to be impaired was so until the planned end."""
    rows = incident.impacts.filter(ended_at=None, started_at__lte=until)
    rows.update(ended_at=until, ended_by=by.label[:200])


def _begins(incident: Incident, at: datetime) -> datetime:
    planned = incident.scheduled_for if incident.state == State.SCHEDULED else None
    return max(at, planned) if planned else at


def _close(incident: Incident, rows: Iterable[Impact], *, by: Actor, at: datetime) -> None:
    """End rows; what was only planned never happened and leaves none behind."""
    rows = list(rows)
    chosen = Impact.objects.filter(pk__in=[row.pk for row in rows])
    if incident.state == State.SCHEDULED:
        chosen.delete()
        return
    if any(at < row.started_at for row in rows):
        raise invalid(at=_("This moment lies before the impact began."))
    chosen.update(ended_at=at, ended_by=by.label[:200])


def _slug(region: Region | None) -> str:
    return region.slug if region else ""
