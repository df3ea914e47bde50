"""A page of the inbox and the numbers on its tabs."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.actor import Actor
from feedback.answering import queries as answering
from feedback.answering.models import ThreadPresence
from feedback.desk.queues import QUEUES, Queue
from feedback.threads import queries as threads
from feedback.threads import search
from feedback.threads.models import Thread
from feedback.threads.search import Hits

PAGE = 50
COUNTED_TO = 1000  # beyond it the number tells no more than "many", and costs more than the list
NEVER = "never"


@dataclass(frozen=True, slots=True)
class Page:
    """`more` is what the next page begins after; "" where there is none."""

    threads: tuple[Thread, ...]
    more: str
    present: dict[int, list[ThreadPresence]]


def page(queue: Queue, rows: QuerySet[Thread], actor: Actor, at: datetime, after: str = "") -> Page:
    """`rows` in the order of the queue; two statements."""
    rows = threads.of_list(rows)
    found = _by_due(rows, after) if queue.by_due else _newest(rows, queue.newest, after)
    shown = found[:PAGE]
    more = _mark(shown[-1], "answer_due_at" if queue.by_due else queue.newest) if len(found) > PAGE else ""
    present = answering.present(shown, at, but=actor.user_id) if shown else {}
    return Page(tuple(shown), more, present)


def counts(me: int | None, at: datetime, question: str = "") -> tuple[dict[str, int], Hits]:
    """How many stand in each counted queue, up to COUNTED_TO, and what `question` hits; one statement of bounded
    parts."""
    parts, given = [], []
    counted = [queue for queue in QUEUES.values() if queue.counted]
    for queue in counted:
        bounded = queue.rows(me, at).order_by().values("pk")[:COUNTED_TO]
        sql, params = bounded.query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS {connection.ops.quote_name(queue.slug)})")
        given += params
    asked = search.part(question)
    sql, params = asked or ("NULL", [])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}, {sql}", [*given, *params])
        *numbers, hit = cursor.fetchone()
    return dict(zip((queue.slug for queue in counted), numbers, strict=True)), search.told(question, hit)


def _newest(rows: QuerySet[Thread], name: str, after: str) -> list[Thread]:
    moment, key = _place(after)
    if moment:
        rows = rows.filter(
            Q(**{f"{name}__lt": moment}) | Q(**{name: moment, "pk__lt": key}), **{f"{name}__lte": moment}
        )
    return list(rows.order_by(f"-{name}", "-pk")[: PAGE + 1])


def _by_due(rows: QuerySet[Thread], after: str) -> list[Thread]:
    """Those without a moment come last."""
    moment, key = _place(after)
    if after.startswith(NEVER):
        rows = rows.filter(answer_due_at=None, pk__gt=key)
    elif moment:
        later = Q(answer_due_at__gt=moment) | Q(answer_due_at=moment, pk__gt=key)
        rows = rows.filter(later | Q(answer_due_at=None))
    return list(rows.order_by(F("answer_due_at").asc(nulls_last=True), "pk")[: PAGE + 1])


def _mark(thread: Thread, name: str) -> str:
    moment = getattr(thread, name)
    return f"{moment.isoformat() if moment else NEVER}_{thread.pk}"


def _place(after: str) -> tuple[datetime | None, int]:
    """What `_mark` wrote; anything else is the beginning."""
    moment, _line, key = after.rpartition("_")
    try:
        parsed = None if moment == NEVER else parse_datetime(moment.replace(" ", "+"))
        number = int(key)
    except ValueError:
        return None, 0
    if parsed and timezone.is_naive(parsed):
        parsed = None
    return parsed, number if number < 2**63 else 0
