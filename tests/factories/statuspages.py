"""What readers see, put straight into the tables: public incidents with published updates."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from incidents.catalogue.models import Component, Region
from incidents.communication.models import Update, Variant
from incidents.communication.states import Phase
from incidents.communication.states import State as UpdateState
from incidents.response.models import Incident
from incidents.statuspages.models import Publication, StatusPage
from incidents.subscribers.models import Audience
from tests.factories import catalogue

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def statuspage(**fields: Any) -> StatusPage:
    """The default page, named Lumen, and the row that counts its publications."""
    Publication.objects.get_or_create(pk=1)
    fields = {"name": "Lumen", "host": "status.lumen.example", "is_default": True, **fields}
    return StatusPage.objects.create(**fields)


def audience(slug: str = "general") -> Audience:
    return Audience.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), "is_public": True})[0]


def incident(
    title: str = "Playback fails for some viewers", *, at: datetime = NOON, titles: Any = None, **fields: Any
) -> Incident:
    """A public incident without words yet; `titles` by language."""
    fields = {"declared_at": at, "declared_by": "test", "updated_at": at, "is_public": True, **fields}
    fields.setdefault("reference", f"INC-{at:%Y}-{Incident.objects.count() + 1:04d}")
    row = Incident.objects.create(title=title, **fields)
    for language, text in (titles or {}).items():
        row.translations.create(language=language, title=text)
    return row


def update(
    incident: Incident,
    texts: dict[str, str] | str = "We are looking into it.",
    *,
    at: datetime | None = None,
    state: str = "investigating",
    phase: str = Phase.PROGRESS,
    detail: dict[str, str] | None = None,
    html: str = "",
    **fields: Any,
) -> Update:
    """A published update; `texts` by language for everybody, `detail` by language for technical readers."""
    at = at or incident.declared_at
    incident.last_sequence += 1
    row = Update.objects.create(
        incident=incident,
        sequence=incident.last_sequence,
        state=UpdateState.PUBLISHED,
        incident_state=state,
        phase=phase,
        drafted_at=at,
        drafted_by="test",
        published_at=at,
        published_by="test",
        **fields,
    )
    for slug, words in (("general", texts if isinstance(texts, dict) else {"en": texts}), ("technical", detail or {})):
        for language, text in words.items():
            Variant.objects.create(
                update=row, audience=audience(slug), language=language, text=text, html=html and f"<p>{html}</p>"
            )
    _follow(incident, row)
    return row


def _follow(incident: Incident, update: Update) -> None:
    incident.state = update.incident_state
    incident.next_update_at = update.next_update_at
    incident.updated_at = update.published_at
    if update.incident_state in {"resolved", "completed"}:
        incident.resolved_at = incident.impact_ended_at = update.published_at
        incident.impacts.filter(ended_at__isnull=True).update(ended_at=update.published_at)
    incident.save()


def harm(
    incident: Incident,
    component: Component,
    status: str = "partial_outage",
    *,
    regions: Iterable[Region] = (),
    at: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """`component` is harmed, in each of `regions` or everywhere."""
    for region in list(regions) or [None]:
        incident.impacts.create(
            component=component,
            region=region,
            status=status,
            started_at=at or incident.declared_at,
            started_by="test",
            ended_at=until,
        )


def past(count: int, *, before: datetime = NOON, every: timedelta = timedelta(days=1), **fields: Any) -> None:
    """`count` old incidents, each told, harmful for half an hour and resolved."""
    component = Component.objects.first() or catalogue.component()
    for index in range(count):
        at = before - every * (index + 1)
        old = incident(f"Old trouble {index}", at=at, **fields)
        harm(old, component, at=at, until=at + timedelta(minutes=30))
        update(old, "Something failed.", at=at)
        update(old, "It works again.", at=at + timedelta(minutes=30), state="resolved")


def regional(
    host: str,
    *,
    components: Iterable[Component] | None = None,
    regions: Iterable[Region] = (),
    words: Any = None,
    **fields: Any,
) -> StatusPage:
    """A further page; `components` None means all public ones. `words` by language: {"fr": {"name": "…"}}."""
    fields = {"name": host, "host": host, "all_components": components is None, **fields}
    page = StatusPage.objects.create(**fields)
    page.components.set(components or [])
    page.regions.set(regions)
    for language, row in (words or {}).items():
        page.translations.create(language=language, **{"name": page.name, **row})
    return page
