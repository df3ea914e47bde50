"""Which threads hold the words of a question, asked before a list is put in its order (ADR 0037).

PostgreSQL guesses how many threads hold some words together, guesses badly, and then walks a million of them from
the newest on. So the index of text is asked first, for up to MOST keys. So few are put in order in no time; more
than that is a frequent word, and a walk meets it at once. SQLite looks at each thread anyway.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from feedback.threads import terms
from feedback.threads.lookups import VECTOR, written

MOST = 20_000
NEWEST, OFTEN = 2_000, 60  # a word that so many of the newest hold is frequent: more than a page, with no need to count
# As a function, because only a function can forbid the planner a way for one statement. Memory, so that a word is
# remembered thread by thread and not page by page.
FUNCTION = f"""
CREATE FUNCTION feedback_thread_hits(asked tsquery, most integer) RETURNS bigint[] LANGUAGE sql STABLE
SET enable_seqscan = off SET work_mem = '32MB' AS $$
    SELECT CASE WHEN (
        SELECT count(*) FROM (
            SELECT FROM (SELECT terms FROM feedback_thread ORDER BY created_at DESC, id DESC LIMIT {NEWEST}) AS newest
            WHERE {VECTOR.format("terms")} @@ asked LIMIT {OFTEN}
        ) AS met
    ) < {OFTEN} THEN (
        SELECT CASE WHEN count(*) <= most THEN coalesce(array_agg(id), '{{}}') END
        FROM (SELECT id FROM feedback_thread WHERE {VECTOR.format("terms")} @@ asked LIMIT most + 1) AS found
    ) END
$$
"""


@dataclass(frozen=True, slots=True)
class Hits:
    """What `question` is known to hit: the `keys` of all its threads, or None where they are many or not known."""

    question: str
    keys: tuple[int, ...] | None = None

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.keys is None:
            return rows.filter(terms__holds=terms.asked(self.question))
        return rows.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(self.keys)]))


def part(question: str) -> tuple[str, list[Any]] | None:
    """The keys as one value of a SELECT, for whoever has something to ask anyway; None where nothing is gained."""
    asked = terms.asked(question)
    if connection.vendor != "postgresql" or not asked:
        return None
    return "feedback_thread_hits(%s::tsquery, %s)", [written(asked), MOST]


def hits(question: str) -> Hits:
    """On PostgreSQL one statement, on SQLite none."""
    found = part(question)
    if found is None:
        return Hits(question)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {found[0]}", found[1])
        return told(question, cursor.fetchone()[0])


def told(question: str, value: list[int] | None) -> Hits:
    """What `part` gave."""
    return Hits(question, None if value is None else tuple(value))
