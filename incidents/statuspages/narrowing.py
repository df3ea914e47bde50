"""Which of the rows read concern one page: its components, its regions, and the incidents that touch them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from incidents.response import states
from incidents.statuspages.models import StatusPage
from incidents.statuspages.source import Row, Source

NEWEST = 50  # how many of its newest incidents each page holds
UNFINISHED = frozenset((*states.OPEN, states.State.SCHEDULED, states.State.RESOLVED))


class Choice(NamedTuple):
    """What a page is about; None means all."""

    components: frozenset[int] | None
    regions: frozenset[int] | None


EVERYTHING = Choice(None, None)


def choice(names: Mapping[tuple[str, int], Mapping[str, Row]], statuspage: StatusPage) -> Choice:
    """From the rows "shown" and "where" of `names`."""

    def ids(kind: str) -> frozenset[int]:
        return frozenset(int(pk) for pk in names.get((kind, statuspage.pk), ()))

    return Choice(None if statuspage.all_components else ids("shown"), ids("where") or None)


def narrowed(source: Source, statuspage: StatusPage) -> Source:
    """The rows for `statuspage`; one narrowing serves every page that chooses the same."""
    chosen = choice(source.names, statuspage)
    if chosen == EVERYTHING and not source.is_window:
        return source
    return source.once(("narrowed", chosen), lambda: _narrowed(source, chosen))


def _narrowed(source: Source, chosen: Choice) -> Source:
    if chosen != EVERYTHING:
        source = _concerning(source, chosen)
    if source.is_window:
        source = replace(source, incidents=window(source.incidents), known_since=known_since(source.incidents))
    return replace(source, shared={})


def _concerning(source: Source, chosen: Choice) -> Source:
    components, regions = chosen

    def is_kept(impact: Row) -> bool:
        inside = components is None or impact["component_id"] in components
        return inside and (regions is None or impact["region_id"] is None or impact["region_id"] in regions)

    touches = [row for row in source.touches if is_kept(row)]
    touched, kept = ({row["incident_id"] for row in rows} for rows in (source.touches, touches))
    return replace(
        source,
        components=[row for row in source.components if components is None or row["id"] in components],
        incidents=[row for row in source.incidents if row["id"] in kept or row["id"] not in touched],
        impacts=[row for row in source.impacts if is_kept(row)],
        touches=touches,
        over_here=_over_here(source, touches),
    )


def _over_here(source: Source, touches: list[Row]) -> dict[int, datetime]:
    """Since when nothing of the page is harmed any more by an incident that also touched what is not on it."""
    everywhere, here = defaultdict(int), defaultdict(list)
    for row in source.touches:
        everywhere[row["incident_id"]] += 1
    for row in touches:
        here[row["incident_id"]].append(row["ended_at"])
    return {
        key: max(ends)
        for key, ends in here.items()
        if len(ends) < everywhere[key] and None not in ends and max(ends) <= source.at
    }


def is_unfinished(incident: Row) -> bool:
    return incident["closed_at"] is None and incident["state"] in UNFINISHED


def window(incidents: list[Row]) -> list[Row]:
    """The newest, and those that last however old they are; newest first as they came."""
    return incidents[:NEWEST] + [row for row in incidents[NEWEST:] if is_unfinished(row)]


def known_since(incidents: list[Row], newest: int = NEWEST) -> datetime | None:
    """From this moment on no incident is missing from the rows; None when they hold all there are."""
    declared = sorted((row["declared_at"] for row in incidents), reverse=True)[:newest]
    return declared[-1] if len(declared) == newest else None
