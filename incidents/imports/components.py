"""Components an export names: known by id, else by name, else created."""

from django.utils.text import slugify

from incidents.catalogue.models import Component, ComponentGroup, Service
from incidents.imports.reading import ComponentRow, Export


def place(export: Export) -> tuple[dict[str, Component], int]:
    """Our component for each id of the export, and how many had to be created."""
    rows = [row for row in export.components.values() if not row.group]
    by_id = {component.public_id: component for component in Component.objects.all()}
    by_name = {component.name.casefold(): component for component in by_id.values()}
    placed: dict[str, Component] = {}
    new: list[Component] = []
    for row in rows:
        component = by_id.get(row.id) or by_name.get(row.name.casefold())
        if component is None:
            component = _unsaved(row, taken={each.slug for each in (*by_id.values(), *new)})
            by_name[row.name.casefold()] = component
            new.append(component)
        placed[row.id] = component
    if new:
        service = _service(export)
        groups = _groups(export)
        rows_by_id = {row.id: row for row in rows}
        for component in new:
            component.service = service
            component.group = groups.get(rows_by_id[component.public_id].group_id)
        Component.objects.bulk_create(new)
    return placed, len(new)


def _unsaved(row: ComponentRow, *, taken: set[str]) -> Component:
    slug = slugify(row.name)[:60] or row.id
    return Component(
        public_id=row.id,
        name=row.name,
        slug=f"{slug[:47]}-{row.id}" if slug in taken else slug,
        position=row.position,
        description=row.description,
        showcase=row.showcase,
        only_show_if_degraded=row.only_show_if_degraded,
    )


def _service(export: Export) -> Service:
    slug = slugify(export.page_name)[:60] or "imported"
    service, _created = Service.objects.get_or_create(slug=slug, defaults={"name": export.page_name})
    return service


def _groups(export: Export) -> dict[str, ComponentGroup]:
    """Group rows by their id; a group of the same name that is already here serves as well."""
    groups = {}
    for row in (row for row in export.components.values() if row.group):
        group = (
            ComponentGroup.objects.filter(public_id=row.id).first()
            or ComponentGroup.objects.filter(name__iexact=row.name).first()
        )
        slug = slugify(row.name)[:47] or "group"
        groups[row.id] = group or ComponentGroup.objects.create(
            public_id=row.id, name=row.name, slug=f"{slug}-{row.id}", position=row.position
        )
    return groups
