"""The shape of a Statuspage export: {page, incidents, scheduled_maintenances, components}."""

from typing import Any

from incidents.catalogue.states import ComponentStatus
from incidents.imports.reading import (
    IMPACTS,
    MAINTENANCE,
    NAME_LENGTH,
    TITLE_LENGTH,
    UNPLANNED,
    Broken,
    ComponentRow,
    Export,
    IncidentRow,
    Problem,
    Row,
    Unreadable,
    UpdateRow,
    kind,
)


def read(document: Any) -> Export:
    """Everything that can be placed, oldest incident first, and every problem by index and field.

    Raises `Unreadable` when the document as a whole is something else.
    """
    if not isinstance(document, dict) or not isinstance(document.get("incidents"), list):
        raise Unreadable("Expected an object with a list “incidents”, as Statuspage exports it.")
    page = document.get("page") if isinstance(document.get("page"), dict) else {}
    name, url = page.get("name"), page.get("url")
    export = Export(
        page_name=name[:NAME_LENGTH] if isinstance(name, str) and name.strip() else "Statuspage",
        page_url=url[:200] if isinstance(url, str) else "",
    )
    whole = Row(document, "", export.problems)
    _components(export, whole)
    seen: set[str] = set()
    for key in ("incidents", "scheduled_maintenances"):
        for where, data in whole.rows(key):
            try:
                row = _incident(export, Row(data, where, export.problems))
                if row.id in seen:
                    raise Broken(f"{where}.id", f"{row.id} stands twice in this file; the first one counts")
            except Broken as broken:
                export.problems.append(broken.problem)
                continue
            seen.add(row.id)
            export.incidents.append(row)
    export.incidents.sort(key=lambda row: (row.created_at, row.id))
    return export


def _components(export: Export, owner: Row) -> tuple[str, ...]:
    """Note every component of a list; the identifiers of those that are no groups."""
    found = []
    for where, data in owner.rows("components"):
        try:
            row = Row(data, where, export.problems)
            component = ComponentRow(
                id=row.identifier(),
                name=row.text("name", limit=NAME_LENGTH),
                description=row.optional("description"),
                position=row.number("position"),
                showcase=row.flag("showcase", default=True),
                only_show_if_degraded=row.flag("only_show_if_degraded", default=False),
                group_id=row.optional("group_id"),
                group=row.flag("group", default=False),
            )
        except Broken as broken:
            export.problems.append(broken.problem)
            continue
        export.components.setdefault(component.id, component)
        if not component.group:
            found.append(component.id)
    return tuple(dict.fromkeys(found))


def _incident(export: Export, row: Row) -> IncidentRow:
    created_at = row.moment("created_at")
    return IncidentRow(
        where=row.where,
        id=row.identifier(),
        name=row.text("name", limit=TITLE_LENGTH),
        status=row.choice("status", UNPLANNED + MAINTENANCE),
        impact=_impact(row),
        created_at=created_at,
        updated_at=row.moment_or_none("updated_at") or created_at,
        started_at=row.moment_or_none("started_at"),
        monitoring_at=row.moment_or_none("monitoring_at"),
        resolved_at=row.moment_or_none("resolved_at"),
        scheduled_for=row.moment_or_none("scheduled_for"),
        scheduled_until=row.moment_or_none("scheduled_until"),
        component_ids=_components(export, row),
        updates=_updates(export, row),
    )


def _impact(row: Row) -> str:
    try:
        return row.choice("impact", IMPACTS)
    except Broken as broken:
        row.problems.append(Problem(broken.problem.where, f"{broken.problem.why}; taken as none"))
        return "none"


def _updates(export: Export, incident: Row) -> tuple[UpdateRow, ...]:
    """Oldest first. The file has the newest first, which also orders updates of the same minute."""
    updates: list[UpdateRow] = []
    for where, data in incident.rows("incident_updates"):
        try:
            update = _update(Row(data, where, incident.problems))
            if update.id in export.update_ids:
                raise Broken(f"{where}.id", f"{update.id} stands twice in this file; the first one counts")
        except Broken as broken:
            incident.problems.append(broken.problem)
            continue
        export.update_ids.add(update.id)
        updates.append(update)
    updates.reverse()
    return tuple(sorted(updates, key=lambda update: update.display_at))


def _update(row: Row) -> UpdateRow:
    created_at = row.moment("created_at")
    return UpdateRow(
        id=row.identifier(),
        status=row.choice("status", UNPLANNED + MAINTENANCE),
        body=row.text("body"),
        created_at=created_at,
        display_at=row.moment_or_none("display_at") or created_at,
        deliver_notifications=row.flag("deliver_notifications", default=True),
        affected=tuple(_affected(row)),
    )


def _affected(row: Row) -> list[dict[str, str]]:
    found = []
    for where, data in row.rows("affected_components"):
        try:
            change = Row(data, where, row.problems)
            found.append(
                {
                    "code": change.text("code"),
                    "name": change.text("name", limit=NAME_LENGTH),
                    "old_status": change.choice("old_status", tuple(ComponentStatus.values)),
                    "new_status": change.choice("new_status", tuple(ComponentStatus.values)),
                }
            )
        except Broken as broken:
            row.problems.append(Problem(where, kind(data) if not isinstance(data, dict) else broken.problem.why))
    return found
