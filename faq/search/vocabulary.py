"""What a scope's vocabulary knows of a question: rarity of its terms, and words meant where none is known."""

from collections.abc import Sequence

from django.db import connection

from faq.search.models import Term, Word
from faq.search.question import SHORTEST_MENDED, Group, Question, near

COMPLETED = 12  # words that begin like the one being typed
MENDED = 6
MOST_MENDED = 6  # words of one question: each costs a statement
STARTED = 12  # pairs that start with a lone letter
CANDIDATES = 400  # of one range scan, the most frequent
WORTH_COMPLETED, WORTH_MENDED, WORTH_STARTED = 0.8, 0.7, 0.5
LAST = "\uffff"

Known = dict[str, tuple[int, int]]  # term → its number, its df

_COMPLETE = f"""
    SELECT t.text, t.id, t.df, w.surface FROM {Word._meta.db_table} w JOIN {Term._meta.db_table} t ON t.id = w.term_id
    WHERE w.scope = %s AND w.surface >= %s AND w.surface < %s AND w.df > 0 ORDER BY w.df DESC, w.surface LIMIT %s
"""
_MEND = f"""
    SELECT t.text, t.id, t.df, c.surface FROM (
        SELECT * FROM (SELECT surface, term_id, df FROM {Word._meta.db_table} WHERE scope = %s
            AND surface >= %s AND surface < %s AND length BETWEEN %s AND %s AND df > 0) a
        UNION
        SELECT * FROM (SELECT surface, term_id, df FROM {Word._meta.db_table} WHERE scope = %s
            AND reversed >= %s AND reversed < %s AND length BETWEEN %s AND %s AND df > 0) b
    ) c JOIN {Term._meta.db_table} t ON t.id = c.term_id ORDER BY c.df DESC, c.surface LIMIT %s
"""
_START = f"""
    SELECT text, id, df, text FROM {Term._meta.db_table}
    WHERE scope = %s AND text >= %s AND text < %s AND df > 0 ORDER BY df DESC, text LIMIT %s
"""
_KNOWN = f"SELECT text, id, df FROM {Term._meta.db_table} WHERE scope = %s AND df > 0 AND text IN ({{}})"


def look_up(question: Question, scope: str) -> Known:
    """Number and df of every term that can stand for the question; fills in the groups' alternatives."""
    known = _known(scope, list(question.groups))
    left = MOST_MENDED
    for group in question.groups.values():
        if group.is_open:
            _take(group, _complete(scope, group.token.surface), WORTH_COMPLETED, known)
        if not group.token.is_word and len(group.token.term) == 1:
            _take(group, _ask(_START, scope, group.token.term, group.token.term + LAST, STARTED), WORTH_STARTED, known)
        elif left and group.token.is_word and not any(term in known for term in group.alternatives):
            left -= 1
            _take(group, _mend(scope, group.token.surface), WORTH_MENDED, known)
    return known


def _known(scope: str, texts: Sequence[str]) -> Known:
    if not texts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN.format(",".join(["%s"] * len(texts))), [scope, *texts])
        return {text: (number, df) for text, number, df in cursor.fetchall()}


def _complete(scope: str, start: str) -> list[tuple]:
    return _ask(_COMPLETE, scope, start, start + LAST, COMPLETED)


def _mend(scope: str, word: str) -> list[tuple]:
    """Words one slip away share the first or the last half."""
    if len(word) < SHORTEST_MENDED or word.isdigit():
        return []
    half = len(word) // 2
    first, last = word[:half], word[::-1][: len(word) - half - 1] or word[-1]
    lengths = (len(word) - 1, len(word) + 1)
    found = _ask(_MEND, scope, first, first + LAST, *lengths, scope, last, last + LAST, *lengths, CANDIDATES)
    fitting = set(near(word, (row[3] for row in found)))
    return [row for row in found if row[3] in fitting][:MENDED]


def _take(group: Group, rows: list[tuple], worth: float, known: Known) -> None:
    for term, number, df, _surface in rows:
        known[term] = (number, df)
        group.alternatives.setdefault(term, worth)


def _ask(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
