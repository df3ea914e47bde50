from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.communication import cadence
from incidents.communication.cadence import Rule, Said, Standing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SEVERE = Rule(every_minutes=20, long_after_minutes=120, long_every_minutes=60)


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


def test_a_severe_incident_promises_every_20_minutes_and_hourly_after_two_hours():
    assert cadence.promise(SEVERE, declared_at=NOON, at=minutes(119)) == minutes(139)
    assert cadence.promise(SEVERE, declared_at=NOON, at=minutes(120)) == minutes(180)


def test_a_level_without_duty_promises_nothing():
    assert cadence.promise(Rule(every_minutes=None), declared_at=NOON, at=NOON) is None


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


@given(st.integers(1, 500), st.integers(0, 1000), st.integers(1, 500), st.integers(0, 2000))
def test_a_promise_always_lies_ahead(every, long_after, long_every, elapsed):
    rule = Rule(every, long_after, long_every)
    at = minutes(elapsed)
    promised = cadence.promise(rule, declared_at=NOON, at=at)
    assert promised is not None
    assert promised > at
