"""Up to a hundred incidents of an export, written with a fixed number of statements."""

from collections import Counter
from datetime import datetime
from typing import Any, Protocol

from core.actor import Actor
from core.text import markdown
from incidents.catalogue.models import Component
from incidents.communication.models import Update, Variant
from incidents.communication.states import ChannelKind
from incidents.communication.states import State as UpdateState
from incidents.imports import placing
from incidents.imports.reading import Export, IncidentRow, Problem, UpdateRow
from incidents.response import references
from incidents.response.models import Impact, Incident, TimelineEntry
from incidents.response.states import EntryKind

AUDIENCE = "general"
COMPARED = ("phase", "incident_state", "affected", "notify", "published_at")


class Counts(Protocol):
    created: int
    updated: int
    unchanged: int
    updates_created: int
    updates_changed: int
    problems: list[Problem]


class Batch:
    """Compares rows with what is stored, gathers the differences, and writes each table once."""

    def __init__(
        self,
        export: Export,
        rows: list[IncidentRow],
        components: dict[str, Component],
        *,
        language: str,
        by: Actor,
        at: datetime,
    ) -> None:
        self.rows, self.components, self.language, self.at = rows, components, language, at
        self.source = export.page_url or export.page_name
        self.author = f"Imported from {export.page_name}"[:200]
        self.by = by
        found = Incident.objects.select_for_update().filter(public_id__in=[row.id for row in rows])
        self.incidents = {incident.public_id: incident for incident in found}
        ids = [update.id for row in rows for update in row.updates]
        self.updates = {update.public_id: update for update in Update.objects.filter(public_id__in=ids)}
        variants = Variant.objects.filter(update__in=self.updates.values(), audience=AUDIENCE, language=language)
        self.variants = {variant.update_id: variant for variant in variants.filter(channel_kind=ChannelKind.ANY)}
        self.new_updates: list[tuple[Update, UpdateRow]] = []
        self.outdated: list[int] = []
        self.impacts: list[Impact] = []
        self.created: dict[str, int] = {}  # public id → sequence of the last update so far
        self.dirty: set[int] = set()

    def write(self, report: Counts) -> None:
        self.problems = report.problems
        created = self._create_incidents()
        changed = self._changed_incidents()
        placed = [row for row in self.rows if row.id in self.incidents]
        for row in placed:
            self._compare_updates(row)
        touched = {incident.pk for incident in (*created, *changed)}
        report.created += len(created)
        report.updated += len((touched | self.dirty) - {incident.pk for incident in created})
        report.unchanged += len(placed) - len(touched | self.dirty)
        report.updates_created += len(self.new_updates) - len(self.outdated)
        report.updates_changed += len(self.outdated)
        self._write_impacts([row for row in placed if self.incidents[row.id].pk in touched], changed)
        self._write_updates()
        self._write_incidents(changed)

    def _create_incidents(self) -> list[Incident]:
        """New incidents get their references in the order of their declaration."""
        new = [row for row in self.rows if row.id not in self.incidents]
        years = Counter(row.created_at.year for row in new)
        numbers = {
            year: iter(references.reserve(at=next(r.created_at for r in new if r.created_at.year == year), count=count))
            for year, count in years.items()
        }
        incidents = [
            Incident(
                reference=next(numbers[row.created_at.year]),
                public_id=row.id,
                is_public=True,
                imported_from=self.source[:200],
                declared_by=self.author,
                last_sequence=len(row.updates),
                **placing.incident_fields(row, self.problems),
            )
            for row in new
        ]
        Incident.objects.bulk_create(incidents)
        TimelineEntry.objects.bulk_create(
            TimelineEntry(
                incident=incident, at=self.at, author=self.by.label[:200], kind=EntryKind.LINK, text=self.author
            )
            for incident in incidents
        )
        self.incidents.update({incident.public_id: incident for incident in incidents})
        self.created = {incident.public_id: 0 for incident in incidents}
        return incidents

    def _changed_incidents(self) -> list[Incident]:
        """Known incidents whose file says something new. Ones that were not imported are left alone."""
        changed = []
        for row in self.rows:
            incident = self.incidents[row.id]
            if row.id in self.created:
                continue
            wanted = placing.incident_fields(row, self.problems)
            refusal = self._refusal(incident, wanted)
            if refusal:
                self.problems.append(Problem(row.where, refusal))
                del self.incidents[row.id]
            elif set_all(incident, wanted):
                changed.append(incident)
        return changed

    def _refusal(self, incident: Incident, wanted: dict[str, Any]) -> str:
        if incident.imported_from != self.source[:200]:
            return f"{incident.reference} has this id, but does not come from {self.source}; left as it is"
        if incident.version > 1:
            return f"{incident.reference} has been worked on here since its import; left as it is"
        if incident.kind != wanted["kind"]:
            return f"{incident.reference} would change between incident and maintenance; left as it is"
        return ""

    def _compare_updates(self, row: IncidentRow) -> None:
        incident = self.incidents[row.id]
        for index, update_row in enumerate(row.updates):
            wanted = placing.update_fields(update_row, first=index == 0)
            known = self.updates.get(update_row.id)
            if known is None:
                self._add_update(incident, update_row, wanted)
            elif known.incident_id != incident.pk:
                self.problems.append(Problem(row.where, f"update {update_row.id} belongs to another incident here"))
            else:
                self._compare_update(incident, known, update_row, wanted)

    def _add_update(self, incident: Incident, row: UpdateRow, wanted: dict[str, Any]) -> None:
        if incident.public_id in self.created:
            sequence = self.created[incident.public_id] = self.created[incident.public_id] + 1
        else:
            sequence = incident.last_sequence = incident.last_sequence + 1
            self.dirty.add(incident.pk)
        self.new_updates.append((self._unsaved(incident, row, sequence, wanted), row))

    def _compare_update(self, incident: Incident, update: Update, row: UpdateRow, wanted: dict[str, Any]) -> None:
        """The database refuses to rewrite what was published: what changed over there replaces the row here."""
        variant = self.variants.get(update.pk)
        same_words = variant is not None and variant.text == row.body
        if same_words and all(getattr(update, name) == wanted[name] for name in COMPARED):
            return
        self.outdated.append(update.pk)
        self.dirty.add(incident.pk)
        self.new_updates.append((self._unsaved(incident, row, update.sequence, wanted), row))

    def _unsaved(self, incident: Incident, row: UpdateRow, sequence: int, wanted: dict[str, Any]) -> Update:
        return Update(
            public_id=row.id,
            incident=incident,
            sequence=sequence,
            state=UpdateState.PUBLISHED,
            drafted_by=self.author,
            published_by=self.author,
            **wanted,
        )

    def _write_updates(self) -> None:
        if self.outdated:
            Update.objects.filter(pk__in=self.outdated).delete()
        Update.objects.bulk_create([update for update, _row in self.new_updates])
        Variant.objects.bulk_create(
            Variant(
                update=update,
                audience_id=AUDIENCE,
                language=self.language,
                text=row.body,
                html=markdown.render(row.body),
            )
            for update, row in self.new_updates
        )

    def _write_impacts(self, rows: list[IncidentRow], changed: list[Incident]) -> None:
        """What an export tells of harm is the incident's impact on each component it names, for its whole length."""
        Impact.objects.filter(incident__in=changed, started_by=self.author).delete()
        for row in rows:
            if row.impact not in placing.HARM:
                continue
            start, end = placing.harmed_between(row)
            components = {self.components[each].pk: self.components[each] for each in row.component_ids}
            self.impacts += [
                Impact(
                    incident=self.incidents[row.id],
                    component=component,
                    status=placing.HARM[row.impact],
                    started_at=start,
                    started_by=self.author,
                    ended_at=end,
                    ended_by=self.author if end else "",
                )
                for component in components.values()
            ]
        Impact.objects.bulk_create(self.impacts)

    def _write_incidents(self, changed: list[Incident]) -> None:
        touched = {incident.pk: incident for incident in changed}
        touched |= {each.pk: each for each in self.incidents.values() if each.pk in self.dirty}
        if touched:
            fields = [*placing.incident_fields(self.rows[0], []), "last_sequence"]
            Incident.objects.bulk_update(touched.values(), fields)


def set_all(row: Incident, wanted: dict[str, Any]) -> bool:
    """Set the fields that differ; whether any did."""
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
