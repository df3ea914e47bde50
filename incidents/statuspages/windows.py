"""The incidents a reading must hold, so that each page has the newest of its own."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.response.models import Impact, Incident
from incidents.statuspages.narrowing import EVERYTHING, NEWEST, UNFINISHED, Choice


def wanted(choices: Iterable[Choice], harmed: Q) -> QuerySet[Incident]:
    """Whatever lasts, and for each choice its newest; `harmed` are the impacts that may be shown.

    Index ranges joined by OR, so that nothing scans the whole table.
    """
    found = Q(state__in=UNFINISHED, closed_at__isnull=True)
    for chosen in sorted(choices, key=repr):
        found |= Q(pk__in=_newest(chosen, harmed))
    return Incident.objects.public().filter(found)


def _newest(chosen: Choice, harmed: Q) -> QuerySet[Incident]:
    rows = Incident.objects.public()
    if chosen != EVERYTHING:
        touching = Impact.objects.filter(harmed, incident=OuterRef("pk"))
        rows = rows.filter(Exists(touching.filter(_inside(chosen))) | ~Exists(touching))
    return rows.order_by("-declared_at", "-id").values("pk")[:NEWEST]


def _inside(chosen: Choice) -> Q:
    """As `narrowing` decides on the rows."""
    inside = Q()
    if chosen.components is not None:
        inside &= Q(component__in=chosen.components)
    if chosen.regions is not None:
        inside &= Q(region__isnull=True) | Q(region__in=chosen.regions)
    return inside
