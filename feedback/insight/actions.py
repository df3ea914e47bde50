"""Take the rows away; the trail says who, which and in what form."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from core.actor import Actor, require
from core.audit import actions as audit
from feedback.insight import policies, rows
from feedback.threads.models import Thread


class Form(StrEnum):
    CSV = "csv"
    JSON = "json"


def export(
    *, threads: QuerySet[Thread], form: str, asked: Mapping[str, object], by: Actor, at: datetime
) -> Iterator[str]:
    """The rows of `threads` piece by piece, as `form`; `asked` are the filters, for the trail."""
    require(policies.can_export, by)
    audit.record("feedback.thread.exported", by=by, at=at, form=str(form), asked={k: str(v) for k, v in asked.items()})
    found = threads.order_by("created_at", "pk").values_list(*rows.COLUMNS.values())
    cells = rows.cells(found.iterator(chunk_size=2000))
    return rows.as_csv(cells) if form == Form.CSV else rows.as_json(cells)
