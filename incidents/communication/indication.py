"""How a page stands as a whole when something is said, in Statuspage's words for webhooks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from incidents.catalogue import indicators
from incidents.catalogue.models import Component
from incidents.catalogue.states import ComponentStatus, worst
from incidents.communication.masthead import Masthead
from incidents.response.models import Impact, Incident


@dataclass(frozen=True, slots=True)
class Situation:
    """`harms` are (component, region, status); `running` are the impacts of open incidents that harm nothing."""

    components: frozenset[int]
    harms: tuple[tuple[int, int | None, str], ...]
    running: tuple[str, ...]
    told: Incident | None


def read(at: datetime, incident: Incident | None = None) -> Situation:
    """Every public component at `at`, and open incidents that harm none; three statements for all pages.

    `incident` counts as if it were public already: it is what is about to be said.
    """
    own = incident.pk if incident else 0
    seen = Q(incident=own) | Q(incident__is_public=True)
    rows = Impact.objects.filter(seen, ended_at=None, component__is_public=True, started_at__lte=at)
    others = Incident.objects.public().open().filter(impacts=None).exclude(pk=own)
    return Situation(
        components=frozenset(Component.objects.public().values_list("pk", flat=True)),
        harms=tuple(rows.values_list("component_id", "region_id", "status")),
        running=tuple(indicators.impact([], level) for level in others.values_list("severity", flat=True)),
        told=incident,
    )


def facts(situation: Situation, head: Masthead, impact: str = "") -> dict[str, str]:
    """The page of `head`; `impact` is that of the incident told of."""
    shown = situation.components if head.components is None else situation.components & head.components
    harmed: dict[int, list[str]] = defaultdict(list)
    for component, region, status in situation.harms:
        if component in shown and (head.regions is None or region is None or region in head.regions):
            harmed[component].append(status)
    statuses = [worst(each) for each in harmed.values()]
    statuses += [ComponentStatus.OPERATIONAL.value] * (len(shown) - len(harmed))
    running = list(situation.running)
    if situation.told and situation.told.is_open and not harmed and not _lasts_elsewhere(situation):
        running.append(impact)
    indicator, description = indicators.indicator(statuses, running=running)
    return {"id": head.public_id, "status_indicator": indicator, "status_description": description}


def _lasts_elsewhere(situation: Situation) -> bool:
    """Something is harmed, though nothing of this page: it needs no worry."""
    return bool(situation.harms)
