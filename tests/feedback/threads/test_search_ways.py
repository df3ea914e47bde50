"""Search finds the same by either of its ways, and on PostgreSQL never looks at each conversation to find a few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from feedback.threads import queries, search, terms
from feedback.threads.models import Thread
from tests.factories import feedback

pytestmark = pytest.mark.django_db
ROWS = 2_000


@pytest.fixture
def _many():
    """Each holds a number; half of them a word, the other half another; all of them one."""
    rows = [
        Thread(
            origin="form", language="en", subject=f"n{number}",
            terms=terms.of(f"n{number:05d} everybody {'playback' if number % 2 else 'lecture'} {'x' * 40} said"),
            **dict.fromkeys(("created_at", "changed_at", "customer_wrote_at"), feedback.NOON),
        )
        for number in range(ROWS)
    ]  # fmt: skip
    Thread.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE feedback_thread")


def found(question: str) -> set[str]:
    return set(queries.search(Thread.objects.all(), question).values_list("subject", flat=True))


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("most", [0, 1, 1_000, 5_000])
def test_few_or_many_the_same_are_found(monkeypatch, most):
    monkeypatch.setattr(search, "MOST", most)

    assert found("n00017") == {"n17"}
    assert found("play every") == {f"n{number}" for number in range(1, ROWS, 2)}
    assert found("playback lecture") == set()
    assert len(found("everybody")) == ROWS
    assert found("") == found("absent") == set()


@pytest.mark.usefixtures("_many")
def test_the_order_and_every_other_filter_are_those_of_the_list():
    Thread.objects.filter(subject="n3").update(language="ja")
    rows = Thread.objects.filter(language="en").order_by("-created_at", "-pk")

    newest = queries.search(rows, "playback")[:3]

    assert [each.subject for each in newest] == [f"n{ROWS - 1 - 2 * place}" for place in range(3)]
    assert not queries.search(rows, "n00003").exists()


@pytest.mark.postgres
@pytest.mark.usefixtures("_many")
def test_the_index_is_asked_first_and_says_when_they_are_too_many():
    needles = range(search.OFTEN - 1)
    Thread.objects.filter(subject__in=[f"n{number}" for number in needles]).update(terms="needle")

    keys = [search.hits(question).keys for question in ("playback lecture", "n01717", "needle")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST", len(needles))
        enough = search.hits("needle")
        patch.setattr(search, "MOST", len(needles) - 1)
        many = search.hits("needle")

    assert [len(each) for each in keys] == [0, 1, len(needles)]
    assert enough.keys == keys[2]
    assert many.keys is None
    assert search.hits("playback").keys is None, "frequent among the newest: it is not even counted"


def looked_at(do: Callable[[], object]) -> int:
    """How many conversations PostgreSQL has read one after the other to do that."""
    asked = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'feedback_thread'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        before = cursor.fetchone()[0]
        do()
        cursor.execute(asked)
        return cursor.fetchone()[0] - before


def first_page(rows: QuerySet[Thread]) -> list[Thread]:
    return list(rows.order_by("-created_at", "-pk")[:51])


@pytest.mark.postgres
@pytest.mark.usefixtures("_many")
def test_words_that_never_meet_are_not_looked_for_in_every_conversation():
    """What the planner does when it is left alone is the proof that the function is needed."""
    question = "playback lecture"
    alone = Thread.objects.filter(terms__holds=terms.asked(question))

    assert looked_at(lambda: list(alone.values_list("pk")[:51])) == ROWS
    assert looked_at(lambda: search.hits(question)) == 0
    assert looked_at(lambda: first_page(queries.search(Thread.objects.all(), question))) == 0


@pytest.mark.postgres
@pytest.mark.usefixtures("_many")
def test_few_hits_are_fetched_by_key_and_then_put_in_order():
    Thread.objects.filter(subject__in=["n1", "n2"]).update(terms="needle")
    with CaptureQueriesContext(connection) as asked:
        assert len(first_page(queries.search(Thread.objects.all(), "needle"))) == 2

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert len(asked) == 2
    assert "feedback_thread_pkey" in plan
    assert "thread_newest" not in plan
