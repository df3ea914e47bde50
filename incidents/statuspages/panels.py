"""What home page, `/metrics` and `/readyz` say about the exported objects: renewed, or since when not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from core.web import vitals
from core.web.panels import Block, register
from core.web.vitals import Check, Gauge
from incidents.statuspages import policies, queries

LATE = timedelta(minutes=5)


def checks(at: datetime) -> Iterator[Check]:
    """Not vital: readers of this server have the page all the same."""
    if settings.EXPORT_URL:
        beat = queries.export_beat()
        late = beat is not None and at - beat.at > LATE
        ok = beat is None or (beat.ok and not late)
        yield Check("exported_objects", ok=ok, note="" if ok else beat.note or "not renewed for five minutes")


def gauges(at: datetime) -> Iterator[Gauge]:
    if settings.EXPORT_URL:
        ok = all(check.ok for check in checks(at))
        yield Gauge("exported_objects_failing", "The object store could not be renewed.", float(not ok))


@register(page="home", name="export", order=70, aside=True)
def failing_export(request: HttpRequest) -> Block | None:
    """Only while it fails, to who may change the pages."""
    beat = queries.export_beat() if settings.EXPORT_URL and policies.can_change_pages(request.actor) else None
    return Block("admin/home/export.html", {"beat": beat}) if beat and not beat.ok else None


vitals.add_checks("exported_objects", checks)
vitals.add_gauges("exported_objects", gauges)
