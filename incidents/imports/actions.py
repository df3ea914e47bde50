"""Bring another tool's public history over: ids, times and texts as they were. Nothing is sent to anybody."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.text.translations import FALLBACK
from core.web.errors import Invalid
from incidents import signals
from incidents.imports import components, policies
from incidents.imports.batch import AUDIENCE, Batch
from incidents.imports.reading import Export, Problem
from incidents.response.models import Incident
from incidents.subscribers.models import Audience

BATCH = 100  # incidents per transaction: the statements per incident stay constant, the locks short


@dataclass(slots=True)
class Report:
    """What an import did; a second run of the same file creates and updates nothing."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    updates_created: int = 0
    updates_changed: int = 0
    components_created: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any((self.created, self.updated, self.updates_created, self.updates_changed, self.components_created))


def import_statuspage(*, export: Export, by: Actor, at: datetime, language: str = FALLBACK) -> Report:
    """Create what is unknown, update what has changed, leave the rest; report what could not be placed.

    `language` is the one the texts are written in. Each batch is a transaction of its own, so an
    interrupted import is finished by running it again.
    """
    require(policies.can_import, by)
    if not Audience.objects.filter(pk=AUDIENCE).exists():
        raise Invalid({"": ["The defaults are not in place yet. Run “manage.py bootstrap” first."]})
    report = Report(problems=list(export.problems))
    with transaction.atomic():
        known, report.components_created = components.place(export)
    for start in range(0, len(export.incidents), BATCH):
        with transaction.atomic():
            batch = Batch(export, export.incidents[start : start + BATCH], known, language=language, by=by, at=at)
            batch.write(report)
    if report.changed:
        with transaction.atomic():
            counts = {name: getattr(report, name) for name in ("created", "updated", "updates_created")}
            audit.record("incidents.import.finished", by=by, at=at, page=export.page_name, **counts)
            signals.page_changed.send(sender=Incident, by=by, at=at)
    return report
