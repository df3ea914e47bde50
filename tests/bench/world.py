"""The measured page: 50 components in 6 groups, 4 regions, 10 open incidents, 60 old ones; three languages.

`python -m tests.bench.inside tests.bench.world` fills the database of the environment and builds the first bundle.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from incidents.catalogue.models import Component
from incidents.communication.models import Update, Variant
from incidents.response.models import Impact, Incident
from incidents.statuspages import actions
from tests.bench.child import prepared
from tests.factories import catalogue
from tests.factories import statuspages as told

COMPONENTS, OPEN, OLD = 50, 10, 60
LANGUAGES = ("en", "fr", "ja")


def build(at: datetime, *, old: int = OLD) -> list:
    """Fill the tables; returns the open incidents."""
    told.statuspage()
    groups = [catalogue.group(f"group-{index}", position=index) for index in range(6)]
    parts = [
        catalogue.component(f"part-{index}", group=groups[index % 6], names={"fr": f"Partie {index}"})
        for index in range(COMPONENTS)
    ]
    regions = [catalogue.region(slug) for slug in ("france", "japan", "australia", "north-america")]
    told.past(old, before=at)
    incidents = []
    for index in range(OPEN):
        incident = told.incident(f"Trouble with part {index}", at=at - timedelta(hours=3))
        told.harm(incident, parts[index], regions=regions[:2])
        words = "Some customers cannot use this part. We are looking into it and are sorry for the trouble."
        told.update(
            incident,
            dict.fromkeys(LANGUAGES, words),
            at=at - timedelta(minutes=30 + index),
            next_update_at=at + timedelta(minutes=30),
        )
        incidents.append(incident)
    return incidents


def more_old(count: int, *, before: datetime) -> None:
    """`count` resolved incidents in bulk, one every three hours, each with two updates and one harm."""
    part, general = Component.objects.first(), told.audience()
    rows = []
    for index in range(count):
        at = before - timedelta(hours=3 * index)
        rows.append(
            Incident(
                reference=f"OLD-{index:06d}",
                title=f"Old trouble {index}",
                state="closed",
                is_public=True,
                declared_at=at,
                declared_by="bench",
                resolved_at=at + timedelta(minutes=30),
                closed_at=at + timedelta(minutes=40),
                updated_at=at + timedelta(minutes=40),
                last_sequence=2,
            )
        )
    rows = Incident.objects.bulk_create(rows, batch_size=500)
    harm = {"component": part, "status": "degraded_performance"}
    Impact.objects.bulk_create(
        [Impact(incident=row, started_at=row.declared_at, ended_at=row.resolved_at, **harm) for row in rows],
        batch_size=500,
    )
    told_states = (("investigating", "declared_at"), ("resolved", "resolved_at"))
    updates = [
        Update(
            incident=row,
            sequence=index + 1,
            state="published",
            incident_state=state,
            drafted_at=getattr(row, when),
            drafted_by="bench",
            published_at=getattr(row, when),
            published_by="bench",
        )
        for row in rows
        for index, (state, when) in enumerate(told_states)
    ]
    updates = Update.objects.bulk_create(updates, batch_size=500)
    words = [Variant(update=update, audience=general, language="en", text="Something failed.") for update in updates]
    Variant.objects.bulk_create(words, batch_size=500)


def measure() -> dict:
    """The world and its first bundle, in the database of the environment; there is nothing to measure yet."""
    prepared(defaults=False)
    now = timezone.now()
    build(now)
    actions.rebuild(at=now, even_if_current=True)
    return {}
