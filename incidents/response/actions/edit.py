from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from incidents.catalogue.models import ThirdParty
from incidents.response import policies, states
from incidents.response.actions.declare import name as set_titles
from incidents.response.actions.steps import (
    check_calendar,
    check_order,
    keep,
    locked,
    needs,
    readers_see_it,
    record,
    tell,
)
from incidents.response.errors import invalid
from incidents.response.models import Incident
from incidents.response.states import EntryKind


@transaction.atomic
def rename(
    *, incident: Incident, title: str, titles: Mapping[str, str] | None = None, by: Actor, at: datetime
) -> Incident:
    """Give it a better title, for staff and per language; the reference stays."""
    incident = locked(incident, at)
    require(policies.can_rename, by, incident)
    title = needs("title", title)
    if len(title) > 200:
        raise invalid(title=_("At most 200 characters."))
    before = keep(incident, at, title=title)
    set_titles(incident, titles or {})
    tell(incident, EntryKind.NOTE, "renamed", by=by, at=at, before=before["title"], title=title)
    record(incident, "renamed", by=by, at=at, before=before, after={"title": title, **(titles or {})})
    readers_see_it(incident, by=by, at=at)
    return incident


@transaction.atomic
def set_milestone(
    *, incident: Incident, name: str, to: datetime | None, reason: str, by: Actor, at: datetime
) -> Incident:
    """Correct a moment that was noted wrongly or not at all; the old value stays in the audit trail."""
    incident = locked(incident, at)
    require(policies.can_correct, by, incident)
    if name not in states.MILESTONES:
        raise invalid(name=_("Unknown milestone. Known: %(names)s.") % {"names": ", ".join(states.MILESTONES)})
    if to is None and (
        name == "declared_at" or (incident.state in states.ENDED and name in ("resolved_at", "closed_at"))
    ):
        raise invalid(to=_("This moment can be corrected, not removed."))
    check_calendar(to=to)
    if to and to > at:
        raise invalid(to=_("This moment lies in the future."))
    reason = needs("reason", reason)
    was = getattr(incident, name)
    setattr(incident, name, to)
    check_order(incident, given_as={name: "to"})
    setattr(incident, name, was)
    before = keep(incident, at, **{name: to})
    after = to.isoformat() if to else None
    tell(
        incident,
        EntryKind.NOTE,
        "corrected" if was else "noted",
        by=by,
        at=at,
        words=reason,
        milestone=name,
        before=_written(was),
        after=_written(to),
    )
    record(incident, "milestone_corrected", by=by, at=at, reason=reason, before=before, after={name: after})
    readers_see_it(incident, by=by, at=at)
    return incident


def _written(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "–"


@transaction.atomic
def set_third_party(*, incident: Incident, third_party: ThirdParty | None, by: Actor, at: datetime) -> Incident:
    """Say which supplier is the cause, or that none is. Its name is read on status pages only."""
    incident = locked(incident, at)
    require(policies.can_correct, by, incident)
    before = keep(incident, at, third_party=third_party)
    if third_party:
        tell(incident, EntryKind.NOTE, "supplier", by=by, at=at, supplier=third_party.name)
    else:
        tell(incident, EntryKind.NOTE, "no_supplier", by=by, at=at)
    after = {"third_party": third_party.pk if third_party else None}
    record(incident, "third_party_named", by=by, at=at, before=before, after=after)
    readers_see_it(incident, by=by, at=at)
    return incident
