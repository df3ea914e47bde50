"""The information checklist as it is shipped (practice P2); editable afterwards."""

from datetime import datetime

from django.utils import translation

from core.text.translations import Language
from incidents.facts.keys import KEYS
from incidents.facts.models import ChecklistItem


def seed(at: datetime) -> None:
    """Create what is missing; what people have edited stays."""
    known = set(ChecklistItem.objects.values_list("key", flat=True))
    for position, key in enumerate(KEYS.values()):
        if key.key in known:
            continue
        with translation.override("en"):
            label = str(key.label)
        item = ChecklistItem.objects.create(
            key=key.key,
            label=label,
            kind=key.kind,
            need=key.need,
            department=key.department,
            publishable=key.publishable,
            position=position,
        )
        for language in Language.values:
            with translation.override(language):
                item.translations.create(language=language, label=str(key.label), question=str(key.question))
