"""Conversations as lines of CSV or JSON: what happened when, and no name, address or number of anybody's."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from core.text import spreadsheet

# name in the file → field
COLUMNS = {
    "reference": "reference",
    "created_at": "created_at",
    "origin": "origin",
    "state": "state",
    "register": "register_id",
    "component": "component__slug",
    "region": "region__slug",
    "language": "language",
    "visibility": "visibility",
    "subject": "subject",
    "assignee": "assignee__username",
    "awaits_human": "awaits_human",
    "acknowledge_due_at": "acknowledge_due_at",
    "acknowledged_at": "acknowledged_at",
    "first_answer_due_at": "first_answer_due_at",
    "first_answer_at": "first_answer_at",
    "answer_due_at": "answer_due_at",
    "promised_at": "promised_at",
    "resolve_due_at": "resolve_due_at",
    "closed_at": "closed_at",
}
Cells = list[Any]


def cells(found: Iterable[tuple[Any, ...]]) -> Iterator[Cells]:
    """Moments as text; nothing as None."""
    for row in found:
        yield [value.isoformat() if isinstance(value, datetime) else value for value in row]


def as_csv(found: Iterable[Cells]) -> Iterator[str]:
    lines = ([_text(value) for value in row] for row in found)
    return spreadsheet.lines(COLUMNS, lines)


def as_json(found: Iterable[Cells]) -> Iterator[str]:
    """One array, an object a line."""
    yield "["
    between = "\n"
    for row in found:
        yield between + json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)
        between = ",\n"
    yield "\n]\n"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
