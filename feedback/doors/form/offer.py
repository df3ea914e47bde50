"""What the form of a page offers to choose from, and what is wrong there now.

Read from the page itself, so that the form knows no function, region or incident that the page does not show.
Kept for some seconds: in an outage thousands open the form, and it is the same for all of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from feedback.targets.models import RegisterPolicy
from incidents.catalogue.models import Component, Region
from incidents.statuspages import queries
from incidents.statuspages.models import StatusPage
from incidents.statuspages.page import IncidentCard, Page, Words

Named = tuple[str, Words]


@dataclass(frozen=True, slots=True)
class Offer:
    """`groups` hold the components by public id, `regions` by slug; the ids are what a thread is filed under."""

    page: Page
    groups: tuple[tuple[Words, tuple[Named, ...]], ...]
    regions: tuple[Named, ...]
    component_ids: dict[str, int]
    region_ids: dict[str, int]
    policies: dict[str, RegisterPolicy]

    @property
    def cards(self) -> tuple[IncidentCard, ...]:
        """What lasts here and now, planned maintenance that has begun included."""
        return tuple(card for card in self.page.recent if card.is_running)

    def card(self, reference: str) -> IncidentCard | None:
        return next((each for each in self.page.recent if each.reference == reference), None)


_kept: dict[tuple[object, ...], tuple[datetime, Offer]] = {}


def offer(statuspage: StatusPage, language: str, at: datetime) -> Offer:
    """Of this page in this language; at most `FORM_KEPT_SECONDS` old."""
    key = (statuspage.public_id, statuspage.host, language)
    made_at, found = _kept.get(key, (None, None))
    if found is not None and timedelta(0) <= at - made_at < timedelta(seconds=settings.FORM_KEPT_SECONDS):
        return found
    found = _read(statuspage, language, at)
    _kept[key] = (at, found)
    return found


def _read(statuspage: StatusPage, language: str, at: datetime) -> Offer:
    source = queries.load(at, private=statuspage if statuspage.is_private else None)
    page = queries.page_from(source, statuspage, language)
    regions = _regions(statuspage)
    shown = [line.public_id for line in page.components]
    return Offer(
        page=page,
        groups=tuple(
            (group.name, tuple((line.public_id, line.name) for line in group.components)) for group in page.groups
        ),
        regions=tuple((region.slug, Words(region.name_in(language))) for region in regions),
        component_ids=dict(Component.objects.filter(public_id__in=shown).values_list("public_id", "pk")),
        region_ids={region.slug: region.pk for region in regions},
        policies={
            policy.pk: policy
            for policy in RegisterPolicy.objects.select_related("calendar").prefetch_related("calendar__holidays")
        },
    )


def _regions(statuspage: StatusPage) -> list[Region]:
    """Those the page is for, or all; none where there is no choice."""
    rows = Region.objects.prefetch_related("translations").order_by("position", "name", "pk")
    own = list(rows.filter(pk__in=statuspage.regions.values("pk"))) if statuspage.pk else []
    regions = own or list(rows)
    return regions if len(regions) > 1 else []


def forget() -> None:
    """Read anew the next time."""
    _kept.clear()
