"""Parts of a catalogue, as small as a test needs them."""

from datetime import UTC, datetime
from typing import Any

from incidents.catalogue import defaults
from incidents.catalogue.models import Component, ComponentGroup, Region, Service, SeverityLevel, ThirdParty


def severity(level: int = 3) -> SeverityLevel:
    """The level of that number with its default duties; made once."""
    return severities()[level]


def severities() -> dict[int, SeverityLevel]:
    """All five levels, as `bootstrap` makes them."""
    if SeverityLevel.objects.count() < len(defaults.DUTIES):
        defaults.seed(datetime(2026, 1, 1, tzinfo=UTC))
    return SeverityLevel.objects.in_bulk()


def service(slug: str = "streaming") -> Service:
    row, _ = Service.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").capitalize()})
    return row


def region(slug: str = "france", **fields: Any) -> Region:
    row, _ = Region.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), **fields})
    return row


def group(slug: str = "watching", **fields: Any) -> ComponentGroup:
    row, _ = ComponentGroup.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), **fields})
    return row


def third_party(name: str = "Acme CDN", **aliases: str) -> ThirdParty:
    """`aliases` by language: `fr="un prestataire"`."""
    row, _ = ThirdParty.objects.get_or_create(name=name)
    for language, alias in aliases.items():
        row.aliases.update_or_create(language=language, defaults={"alias": alias})
    return row


def component(
    slug: str = "playback", *, regions: tuple[Region, ...] = (), names: Any = None, **fields: Any
) -> Component:
    """`names` by language: `{"fr": "Lecture"}`."""
    fields = {"name": slug.replace("-", " ").capitalize(), **fields}
    fields.setdefault("service", service())
    row = Component.objects.create(slug=slug, **fields)
    row.regions.set(regions)
    for language, name in (names or {}).items():
        row.translations.create(language=language, name=name)
    return row
