"""Satisfaction around an incident (P29): with its n, and no claim under thirty answers."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.loop import queries, recovery
from feedback.loop.models import Survey
from tests.factories import accounts, feedback, loop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SCORES = st.lists(st.integers(1, 5), min_size=1, max_size=80)


def test_a_mean_comes_with_its_interval_from_thirty_answers_on():
    few, enough = recovery.sample([4] * 14 + [5] * 15, 40), recovery.sample([4] * 15 + [5] * 15, 40)

    assert (few.n, few.asked, few.mean, few.low, few.says_something) == (29, 40, 4.517, None, False)
    assert (enough.n, enough.mean, enough.low, enough.high) == (30, 4.5, 4.31, 4.69)
    assert (enough.median, enough.quartiles, enough.satisfied) == (4.5, (4.0, 5.0), 1.0)


def test_a_difference_is_claimed_only_where_chance_could_not_make_it():
    low, high = [2, 3] * 20, [4, 5] * 20

    assert recovery.difference(high, low).claims
    assert recovery.difference(high, low).value == 2.0
    assert not recovery.difference(high, [*high[:-1], 3]).claims
    assert not recovery.difference(high[:29], low).claims
    assert recovery.difference(high[:29], low).low is None
    assert not recovery.difference([], low).enough


@pytest.mark.parametrize(("freedom", "wanted"), [(5, 2.571), (29, 2.045), (58, 2.002), (1000, 1.962)])
def test_the_quantile_is_students(freedom, wanted):
    assert recovery.student(freedom) == pytest.approx(wanted, abs=4e-3)


@given(SCORES, SCORES)
def test_swapping_the_groups_turns_the_sign_and_an_interval_holds_its_value(one, other):
    there, back = recovery.difference(one, other), recovery.difference(other, one)

    assert there.value == pytest.approx(-back.value, abs=1e-9)
    assert there.claims == back.claims
    if there.low is not None:
        assert there.low - 1e-3 <= there.value <= there.high + 1e-3


@pytest.mark.django_db
def test_affected_stand_against_earlier_and_against_others(story, noon, client):
    incident, lead = story
    loop.linked(incident, 1, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    _answers(40, at=noon + DAY, score=5, kind="after_incident", incident=incident)
    _answers(2, at=noon + DAY, score=None, kind="after_incident", incident=incident)
    _answers(40, at=noon - DAY, score=3, kind="baseline")
    _answers(10, at=noon + DAY, score=3, kind="after_answer")
    _answers(9, at=noon - 60 * DAY, score=1, kind="baseline")

    found = queries.around(incident)

    assert (found.affected.n, found.affected.asked, found.before.n, found.others.n) == (40, 42, 40, 10)
    assert found.against_before.claims
    assert not found.against_others.enough
    header = accounts.authorization("feedback:read", owner=accounts.user("Support agent"))
    told = client.get(f"/api/v1/recovery/{incident.reference}/", **header).json()
    assert (told["affected"]["n"], told["against_before"]["value"]) == (40, 2.0)
    assert told["against_others"]["claims"] is False


def _answers(count, *, at, score, kind, incident=None):
    rows = [feedback.thread(at=at, email=f"{kind}{score}{at:%d%m}{number}@example.org") for number in range(count)]
    told_at = at if score else None
    Survey.objects.bulk_create(
        Survey(thread=row, kind=kind, incident=incident, asked_at=at, score=score, told_at=told_at) for row in rows
    )
