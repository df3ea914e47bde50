"""The canned replies we ship, approved in three languages; what people changed afterwards stays."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from core.actor import SYSTEM
from feedback.answering.models import CannedReply, CannedText
from feedback.answering.states import State
from feedback.targets.models import RegisterPolicy

FILES = ("upset", "kind")


def shipped() -> list[dict[str, Any]]:
    folder = Path(__file__).parent
    return [row for name in FILES for row in yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))]


def seed(at: datetime) -> None:
    """Create what is missing. Safe to run again; needs the registers."""
    there = set(CannedReply.objects.values_list("key", flat=True))
    registers = set(RegisterPolicy.objects.values_list("pk", flat=True))
    for number, row in enumerate(shipped(), start=1):
        if row["key"] not in there and row["register"] in registers:
            _create(row, number * 10, at)


def _create(row: dict[str, Any], position: int, at: datetime) -> None:
    canned = CannedReply.objects.create(
        key=row["key"],
        register_id=row["register"],
        state=State.APPROVED,
        position=position,
        drafted_at=at,
        drafted_by=SYSTEM.label,
        decided_at=at,
        decided_by=SYSTEM.label,
    )
    CannedText.objects.bulk_create(
        CannedText(canned=canned, language=language, title=words["title"], text=words["text"].strip())
        for language, words in row["texts"].items()
    )
