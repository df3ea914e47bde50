"""The set we ship, approved in three languages; what people changed afterwards stays."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from core.actor import SYSTEM
from incidents.message_templates.models import MessageTemplate, TemplateText, TemplateVersion
from incidents.message_templates.states import State

FILES = ("general", "special", "detailed")


def shipped() -> list[dict[str, Any]]:
    folder = Path(__file__).parent
    return [row for name in FILES for row in yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))]


def seed(at: datetime) -> None:
    """Create what is missing. Safe to run again."""
    there = set(MessageTemplate.objects.values_list("key", flat=True))
    for position, row in enumerate(shipped(), start=1):
        if row["key"] not in there:
            _create(row, position, at)


def _create(row: dict[str, Any], position: int, at: datetime) -> None:
    template = MessageTemplate.objects.create(
        key=row["key"],
        phase=row["phase"],
        min_level=row["levels"][0],
        max_level=row["levels"][1],
        audience_id=row["audience"],
        channel_kind=row["channel"],
        position=position,
    )
    for language, purpose in row["purpose"].items():
        template.purposes.create(language=language, purpose=purpose)
    version = TemplateVersion.objects.create(
        template=template,
        number=1,
        state=State.APPROVED,
        drafted_at=at,
        drafted_by=SYSTEM.label,
        decided_at=at,
        decided_by=SYSTEM.label,
    )
    TemplateText.objects.bulk_create(
        TemplateText(version=version, language=language, text=text.strip()) for language, text in row["text"].items()
    )
