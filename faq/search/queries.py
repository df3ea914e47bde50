"""Searching a scope: a few statements find candidates, then each is ranked with all that was asked."""

from dataclasses import dataclass
from math import sqrt

from django.db import connection

from faq.search import bm25
from faq.search.models import Document, Posting, Stat
from faq.search.question import Group, Question, read
from faq.search.vocabulary import Known, look_up

CANDIDATES, CANDIDATES_OF_MANY = 60, 150  # for one sentence, for several
POSTINGS, POSTINGS_AT_SUBMIT = 5_000, 20_000
FEWEST_GROUPS, MOST_GROUPS = 3, 24
LIKELY = 0.4  # of the best possible score: a short question is likely answered


# A cross join keeps SQLite from walking every posting; to PostgreSQL it is the same join.
_SCORED = f"""
    SELECT p.document_id, asked.place, p.weight * asked.worth AS part
    FROM asked CROSS JOIN {Posting._meta.db_table} p WHERE p.term_id = asked.term
"""
_SCORED_BEST = f"SELECT document_id, place, MAX(part) AS part FROM ({_SCORED}) each GROUP BY document_id, place"
_CANDIDATES = """
    WITH asked(term, place, worth) AS (VALUES {values})
    SELECT document_id FROM ({scored}) scored GROUP BY document_id ORDER BY SUM(part) DESC, document_id LIMIT %s
"""
_STANDING = f"""
    SELECT p.document_id, p.term_id, p.tf, d.length
    FROM {Posting._meta.db_table} p JOIN {Document._meta.db_table} d ON d.id = p.document_id
    WHERE p.term_id IN ({{}}) AND p.document_id IN ({{}})
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """`confidence` is the score as a part of the best possible one, 0 to 1."""

    document: int
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A group with its terms' numbers and what each is worth, rarity included."""

    key: str
    terms: tuple[tuple[str, int, float], ...]
    best: float
    postings: int


def search(text: str, *, scope: str, language: str, limit: int = 10, at_submit: bool = False) -> list[Hit]:
    """The best documents for `text`, best first, ties by number; at submit a longer look than while typing."""
    question = read(text, language)
    stat = Stat.objects.filter(pk=scope).values_list("documents", "length").first()
    if not question.groups or not stat or not stat[0]:
        return []
    known = look_up(question, scope)
    groups = [weighed for group in question.groups.values() if (weighed := _weigh(group, known, stat[0]))]
    if not groups:
        return []
    several = len(question.sentences) > 1
    chosen = _choose(groups, POSTINGS_AT_SUBMIT if at_submit else POSTINGS)
    found = _candidates(chosen, CANDIDATES_OF_MANY if several else CANDIDATES)
    if not found:
        return []
    return _ranked(found, question, {each.key: each for each in groups}, stat[1] / stat[0])[:limit]


def _weigh(group: Group, known: Known, documents: int) -> Weighed | None:
    terms = [(term, *known[term], worth) for term, worth in group.alternatives.items() if term in known]
    if not terms:
        return None
    total = sum(df for _term, _number, df, _worth in terms)
    shared = bm25.rarity(documents, total)
    worths = tuple(
        (term, number, worth * (min(bm25.rarity(documents, df), shared) if len(terms) > 1 else shared))
        for term, number, df, worth in terms
    )
    return Weighed(group.token.term, worths, max(worth for *_rest, worth in worths), total)


def _choose(groups: list[Weighed], most: int) -> list[Weighed]:
    """From the rarest on, until so many postings would be read."""
    chosen, read_so_far = [], 0
    for group in sorted(groups, key=lambda each: (each.postings, each.key)):
        if len(chosen) >= MOST_GROUPS or (len(chosen) >= FEWEST_GROUPS and read_so_far + group.postings > most):
            break
        chosen.append(group)
        read_so_far += group.postings
    return chosen


def _candidates(groups: list[Weighed], most: int) -> list[int]:
    """Numbers of the documents that score best over these groups alone."""
    rows = [(number, at, worth) for at, group in enumerate(groups) for _term, number, worth in group.terms]
    scored = _SCORED_BEST if len(rows) > len(groups) else _SCORED
    statement = _CANDIDATES.format(values=",".join(["(%s, %s, %s)"] * len(rows)), scored=scored)
    parameters: list[object] = [value for row in rows for value in row]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, most])
        return [number for (number,) in cursor.fetchall()]


def _ranked(numbers: list[int], question: Question, groups: dict[str, Weighed], mean: float) -> list[Hit]:
    shares = _shares(numbers, {number for group in groups.values() for _term, number, _worth in group.terms}, mean)
    sentences = [[groups[key] for key in sentence if key in groups] for sentence in question.sentences]
    best = sqrt(sum((bm25.K1 + 1) ** 2 * sum(group.best for group in each) ** 2 for each in sentences))
    hits = []
    for document in numbers:
        here = shares[document]
        score = sqrt(sum(sum(_scored(group, here) for group in each) ** 2 for each in sentences))
        hits.append(Hit(document, score, score / best))
    return sorted(hits, key=lambda hit: (-hit.score, hit.document))


def _scored(group: Weighed, here: dict[int, float]) -> float:
    return max(worth * here.get(number, 0.0) for _term, number, worth in group.terms)


def _shares(documents: list[int], terms: set[int], mean: float) -> dict[int, dict[int, float]]:
    """Of each document: what each term that stands in it is worth there, by today's mean length."""
    statement = _STANDING.format(",".join(["%s"] * len(terms)), ",".join(["%s"] * len(documents)))
    found: dict[int, dict[int, float]] = {number: {} for number in documents}
    with connection.cursor() as cursor:
        cursor.execute(statement, [*terms, *documents])
        for document, term, tf, length in cursor.fetchall():
            found[document][term] = bm25.share(tf, length, mean)
    return found
