"""The measured page: 50 components in 6 groups, 4 regions, 10 open incidents, 60 old ones; three languages.

Run as a program it fills the database of the environment and builds the first bundle.
"""

import os
from datetime import datetime, timedelta

COMPONENTS, OPEN, OLD = 50, 10, 60
LANGUAGES = ("en", "fr", "ja")


def build(at: datetime, *, old: int = OLD) -> list:
    """Fill the tables; returns the open incidents."""
    from tests.factories import catalogue  # noqa: PLC0415  (Django must be set up first)
    from tests.factories import statuspages as told  # noqa: PLC0415

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
    from incidents.catalogue.models import Component  # noqa: PLC0415
    from incidents.communication.models import Update, Variant  # noqa: PLC0415
    from incidents.response.models import Impact, Incident  # noqa: PLC0415
    from tests.factories import statuspages as told  # noqa: PLC0415

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


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from incidents.statuspages import actions

    call_command("migrate", verbosity=0)
    build(timezone.now())
    actions.rebuild(at=timezone.now(), even_if_current=True)
