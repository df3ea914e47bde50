"""What the proposals know of the catalogue: names, and the symptoms that plans are offered for."""

from dataclasses import dataclass

from feedback.desk.proposing import Part, Sign
from incidents.catalogue.models import Component
from incidents.playbooks.models import Playbook


@dataclass(frozen=True, slots=True)
class Vocabulary:
    parts: tuple[Part, ...]
    signs: tuple[Sign, ...]


def read() -> Vocabulary:
    """Four statements, whatever the size of the catalogue."""
    components = Component.objects.prefetch_related("translations").order_by("position", "pk")
    playbooks = Playbook.objects.filter(retired_at=None).prefetch_related("components").order_by("pk")
    parts = tuple(
        Part(row.pk, (row.name, *(each.name for each in row.translations.all())), row.is_core) for row in components
    )
    signs = tuple(
        Sign(tuple(row.symptoms), frozenset(each.pk for each in row.components.all()))
        for row in playbooks
        if row.symptoms and row.components.all()
    )
    return Vocabulary(parts, signs)
