from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.communication import cadence
from incidents.communication.cadence import Said, Standing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def test_the_next_word_keeps_the_promise_even_at_the_last_moment():
    said = [Said(NOON, minutes(20)), Said(minutes(20), None)]
    assert cadence.score(said, minutes(90)) == cadence.Score(kept=1, missed=0, open=0, longest_late=timedelta())


def test_silence_past_the_promise_is_missed_and_measured():
    said = [Said(NOON, minutes(20)), Said(minutes(27), minutes(60))]
    score = cadence.score(said, minutes(50))
    assert (score.kept, score.missed, score.open, score.longest_late) == (0, 1, 1, timedelta(minutes=7))


def test_a_promise_is_ahead_then_soon_then_overdue():
    standings = [cadence.standing(minutes(20), minutes(count)) for count in (14, 15, 20, 21)]
    assert standings == [Standing.AHEAD, Standing.SOON, Standing.SOON, Standing.OVERDUE]
    assert cadence.standing(None, NOON) == Standing.NONE


said = st.builds(
    lambda at, promise: Said(minutes(at), None if promise is None else minutes(at + promise)),
    st.integers(0, 500),
    st.none() | st.integers(1, 120),
)


@given(st.lists(said, max_size=20), st.integers(0, 600))
def test_every_promise_made_so_far_is_kept_missed_or_open(story, now):
    score = cadence.score(story, minutes(now))

    made = sum(1 for each in story if each.next_update_at and each.at <= minutes(now))
    assert score.kept + score.missed + score.open == made
    assert score.open <= 1
    assert (score.longest_late > timedelta()) == (score.missed > 0)


@given(st.lists(said, max_size=20), st.integers(0, 600), st.integers(0, 200))
def test_a_missed_promise_is_never_forgotten_later(story, now, later):
    assert cadence.score(story, minutes(now + later)).missed >= cadence.score(story, minutes(now)).missed
