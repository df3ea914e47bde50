from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.promises import ladder
from incidents.promises.ladder import Call, Rung

DUE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LADDER = (Rung(-5, ("lead",)), Rung(0, ("lead", "deputy")), Rung(5, ("lead", "deputy", "commander"), repeat=10))


def minutes(count: float) -> datetime:
    return DUE + timedelta(minutes=count)


def reached(count: float, made: float = -60) -> Call | None:
    return ladder.reached(LADDER, due_at=DUE, made_at=minutes(made), at=minutes(count))


def test_the_lead_is_warned_then_the_deputy_then_the_commander():
    assert [reached(count) for count in (-6, -5, -0.1, 0, 4, 5)] == [
        None,
        Call(-5, ("lead",)),
        Call(-5, ("lead",)),
        Call(0, ("lead", "deputy")),
        Call(0, ("lead", "deputy")),
        Call(5, ("lead", "deputy", "commander")),
    ]


def test_the_last_rung_is_repeated_until_something_is_said():
    assert [reached(count).minute for count in (14, 15, 24, 25, 26)] == [5, 15, 15, 25, 25]


def test_a_short_promise_is_not_warned_of_before_half_its_time_has_passed():
    assert reached(-4.5, made=-6) is None
    assert reached(-3, made=-6) == Call(-5, ("lead",))


def test_without_rungs_nobody_is_told():
    assert ladder.reached((), due_at=DUE, made_at=minutes(-60), at=minutes(90)) is None
    assert ladder.earliest(()) == timedelta()
    assert ladder.earliest(LADDER) == timedelta(minutes=5)


rungs = st.lists(
    st.builds(Rung, st.integers(-60, 60), st.just(("lead",)), st.integers(0, 30)),
    max_size=5,
    unique_by=lambda rung: rung.minutes,
)


@given(rungs, st.integers(-120, 240), st.integers(0, 60))
def test_time_only_ever_climbs(steps, now, later):
    def minute(count: int) -> int:
        call = ladder.reached(steps, due_at=DUE, made_at=minutes(-600), at=minutes(count))
        return call.minute if call else -1_000

    assert minute(now) <= minute(now + later)
    assert minute(now) <= max(now, -1_000)
