from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.promises.ledger import Said, Standing, ledger

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def judged(said, now, first=None, ended=None):
    return ledger(
        [Said(number, minutes(at), None if promise is None else minutes(promise)) for number, at, promise in said],
        declared_at=NOON,
        first_within=None if first is None else timedelta(minutes=first),
        ended_at=None if ended is None else minutes(ended),
        at=minutes(now),
    )


def test_the_next_word_keeps_the_promise_even_at_the_last_moment():
    found = judged([(1, 0, 20), (2, 20, None)], now=90)
    assert [(each.made_by, each.standing) for each in found.promises] == [(1, Standing.KEPT)]
    assert (found.kept, found.missed, found.due) == (1, 0, 1)


def test_silence_past_the_promise_is_missed_and_measured():
    found = judged([(1, 0, 20), (2, 27, 60)], now=50)
    assert [(each.standing, each.late) for each in found.promises] == [
        (Standing.MISSED, timedelta(minutes=7)),
        (Standing.OPEN, timedelta()),
    ]


def test_the_first_word_is_owed_by_severity():
    assert judged([], now=9, first=10).promises[0].standing is Standing.OPEN
    late = judged([], now=25, first=10).promises[0]
    assert (late.made_by, late.standing, late.late) == (0, Standing.MISSED, timedelta(minutes=15))
    assert judged([(1, 8, None)], now=25, first=10).promises[0].standing is Standing.KEPT


def test_what_ended_in_time_owes_nothing_afterwards():
    found = judged([(1, 0, 60)], now=600, ended=30)
    assert found.missed == 0
    assert found.silence == timedelta(minutes=30)


def test_the_longest_silence_counts_from_the_declaration_and_runs_on():
    assert judged([], now=45).silence == timedelta(minutes=45)
    assert judged([(1, 10, None), (2, 70, None)], now=80).silence == timedelta(minutes=60)
    assert judged([(1, 10, None)], now=200).silence == timedelta(minutes=190)


words = st.lists(
    st.tuples(st.integers(0, 500), st.none() | st.integers(1, 120)).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
    ),
    max_size=20,
)


@given(words, st.integers(0, 600))
def test_every_promise_made_so_far_is_kept_missed_or_open(story, now):
    numbered = [(number, at, promise) for number, (at, promise) in enumerate(sorted(story, key=lambda w: w[0]), 1)]
    found = judged(numbered, now)

    made = sum(1 for _number, at, promise in numbered if promise is not None and at <= now)
    assert len(found.promises) == made
    assert sum(each.standing is Standing.OPEN for each in found.promises) <= 1
    assert all((each.late > timedelta()) == (each.standing is Standing.MISSED) for each in found.promises)


@given(words, st.integers(0, 600), st.integers(0, 200))
def test_a_missed_promise_is_never_forgotten_later(story, now, later):
    numbered = [(number, at, promise) for number, (at, promise) in enumerate(sorted(story, key=lambda w: w[0]), 1)]
    assert judged(numbered, now + later).missed >= judged(numbered, now).missed
