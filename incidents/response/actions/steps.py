"""The steps every action on an incident shares: lock, keep, tell the timeline, record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit import actions as audit
from incidents import signals
from incidents.response import states, story
from incidents.response.errors import invalid
from incidents.response.models import Incident, TimelineEntry
from incidents.response.states import EntryKind, Milestone

FIRST_YEAR, LAST_YEAR = 1970, 2199


def locked(incident: Incident, at: datetime) -> Incident:
    """The row as it is now, locked; nothing happens to an incident before it is declared."""
    fresh = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if at < fresh.declared_at:
        raise invalid(at=_("This moment lies before the incident was declared."))
    return fresh


def check_order(incident: Incident, given_as: Mapping[str, str] | None = None) -> None:
    """Refuse milestones that decrease, naming the field to mend.

    `given_as` maps a milestone to the name under which a person gave it.
    """
    pair = states.misplaced({name: getattr(incident, name) for name in states.MILESTONES})
    if pair:
        earlier, later = pair
        message = _("“%(later)s” would lie before “%(earlier)s” (%(moment)s).") % {
            "later": Milestone(later).label,
            "earlier": Milestone(earlier).label,
            "moment": f"{getattr(incident, earlier):%Y-%m-%d %H:%M} UTC",
        }
        told = next((field for name, field in (given_as or {}).items() if name in pair), later)
        raise invalid(**{told: message})


def check_calendar(**moments: datetime | None) -> None:
    """Refuse moments that no incident can have: a mistyped year, or one that databases can't give back."""
    for field, moment in moments.items():
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise invalid(**{field: _("The year must lie between %(first)d and %(last)d.") % years})


def keep(incident: Incident, at: datetime, **changes: Any) -> dict[str, Any]:
    """Set `changes`, check the milestones' order, save; what the fields held before, JSON-able."""
    before = {name: _plain(getattr(incident, name)) for name in changes}
    for name, value in changes.items():
        setattr(incident, name, value)
    check_order(incident)
    incident.version += 1
    incident.updated_at = at
    incident.save(update_fields=[*changes, "version", "updated_at"])
    return before


def tell(
    incident: Incident, kind: EntryKind, what: str, *, by: Actor, at: datetime, words: str = "", **params: Any
) -> TimelineEntry:
    """One line of the story: a sentence of `story.SENTENCES`, and the person's own `words`."""
    return incident.entries.create(
        at=at,
        author=by.label[:200],
        kind=kind,
        text=story.in_english(what, params, words),
        data={"what": what, "params": params, **({"words": words} if words else {})},
    )


def record(incident: Incident, verb: str, *, by: Actor, at: datetime, **data: Any) -> None:
    audit.record(f"incidents.incident.{verb}", on=incident, by=by, at=at, **data)


def readers_see_it(incident: Incident, *, by: Actor, at: datetime) -> None:
    """Have the page rendered again when the incident stands on it."""
    if incident.is_public:
        signals.page_changed.send(sender=Incident, by=by, at=at)


def needs(field: str, text: str) -> str:
    """`text` stripped; refuse an empty one, naming the field."""
    if not text.strip():
        raise invalid(**{field: _("Say why, in a sentence.") if field == "reason" else _("This can't be empty.")})
    return text.strip()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return getattr(value, "pk", value)
