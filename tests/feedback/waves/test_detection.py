"""What is unusual, judged from numbers alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.waves import detection
from feedback.waves.detection import Rules, Week
from feedback.waves.reports import Key, Report

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLAYBACK, BILLING = 1, 2
FRANCE, JAPAN = 10, 11


def report(number: int, **fields) -> Report:
    return Report(**{"ref": f"r{number}", "at": NOON + number * MINUTE / 4, "customer": f"c{number}", **fields})


def reports(count: int, start: int = 0, **fields) -> list[Report]:
    return [report(start + number, **fields) for number in range(count)]


def quiet(weeks: int = 6, **fields) -> list[Week]:
    return [Week(reports(2, start=1000 * week, **fields), times=5) for week in range(weeks)]


def test_eight_people_about_one_component_are_a_wave_where_hardly_anybody_writes():
    (wave,) = detection.find(reports(8, component=PLAYBACK), quiet(component=PLAYBACK), Rules())

    assert (wave.key, wave.customers, wave.first_at) == (Key(component=PLAYBACK), 8, NOON)
    assert 0 < wave.usual < 1


def test_the_same_eight_are_none_where_six_are_usual():
    busy = [Week(reports(30, start=1000 * week, component=PLAYBACK), times=5) for week in range(6)]

    assert detection.find(reports(8, component=PLAYBACK), busy, Rules()) == []


def test_what_has_just_begun_stands_out_of_the_last_minutes_first_and_keeps_its_first_complaint():
    """Eleven are no wave in fifteen minutes that usually have six, and one in three minutes that have hardly one."""
    busy = [Week(reports(30, start=1000 * week, component=PLAYBACK), times=5) for week in range(6)]
    early = report(900, component=PLAYBACK, at=NOON - 10 * MINUTE)
    crowd = [report(number, component=PLAYBACK, at=NOON - number * MINUTE / 4) for number in range(11)]
    slow = [report(number, component=PLAYBACK, at=NOON - number * 1.5 * MINUTE) for number in range(9)]
    look = {"at": NOON, "window": 15 * MINUTE}

    assert detection.find([early, *crowd], busy, Rules()) == []
    (wave,) = detection.noticed([early, *crowd], busy, Rules(), **look)

    assert (wave.customers, wave.first_at, round(wave.usual)) == (12, early.at, 6)
    assert detection.noticed([early, *slow], busy, Rules(), **look) == []
    assert detection.noticed(crowd[:7], [], Rules(), **look) == []  # without earlier weeks nothing is sudden


def test_one_person_who_writes_twenty_times_is_one():
    many = [report(number, customer="same", component=PLAYBACK) for number in range(20)]

    assert detection.find(many, quiet(), Rules()) == []


def test_without_earlier_weeks_a_floor_must_do():
    assert detection.find(reports(7, component=PLAYBACK), [], Rules(least=5, least_unknown=8)) == []
    assert len(detection.find(reports(8, component=PLAYBACK), [], Rules(least=5, least_unknown=8))) == 1


def test_a_wave_from_one_region_is_that_regions():
    (wave,) = detection.find(reports(9, component=PLAYBACK, region=JAPAN), quiet(), Rules())

    assert wave.key == Key(component=PLAYBACK, region=JAPAN)


def test_who_named_no_region_belongs_to_it_all_the_same():
    mixed = reports(9, component=PLAYBACK, region=JAPAN) + reports(1, start=50, component=PLAYBACK)

    (wave,) = detection.find(mixed, quiet(), Rules())

    assert (wave.key.region, wave.customers) == (JAPAN, 10)


def test_two_troubles_at_once_are_two_waves():
    both = reports(9, component=PLAYBACK, region=JAPAN) + reports(12, start=50, component=BILLING, region=FRANCE)

    waves = detection.find(both, quiet(), Rules())

    assert {wave.key.component for wave in waves} == {PLAYBACK, BILLING}


def test_where_nobody_says_what_is_broken_the_words_do():
    words = [report(number, words=frozenset({"televi", f"w{number}"})) for number in range(9)]

    (wave,) = detection.find(words, quiet(), Rules())

    assert wave.key == Key(topic="televi")
    assert detection.leading_words(wave.reports) == ["televi"]


def test_an_outage_in_one_of_the_earlier_weeks_hides_no_new_one():
    weeks = [*quiet(5, component=PLAYBACK), Week(reports(500, start=9000, component=PLAYBACK), times=5)]

    assert len(detection.find(reports(8, component=PLAYBACK), weeks, Rules())) == 1


def test_weeks_that_differ_much_from_each_other_ask_for_more():
    uneven = [0.0, 2.0, 9.0, 1.0, 8.0, 0.0]

    assert not detection.is_unusual(9, uneven, Rules(odds=1e-2))
    assert detection.is_unusual(60, uneven, Rules(odds=1e-2))


@pytest.mark.parametrize(("count", "rate", "wanted"), [(1, 1.0, 0.6321), (10, 1.0, 1.114e-7), (5, 0.2, 2.258e-6)])
def test_the_tail_is_that_of_a_poisson_distribution(count, rate, wanted):
    assert detection.tail(count, rate) == pytest.approx(wanted, rel=2e-3)


@given(st.integers(1, 400), st.floats(0.01, 200))
def test_a_tail_is_a_probability_and_falls_with_every_report(count, rate):
    assert 0 <= detection.tail(count + 1, rate) <= detection.tail(count, rate) + 1e-9 <= 1 + 1e-9


@given(
    st.integers(0, 60),
    st.lists(st.floats(0, 40), min_size=2, max_size=8),
    st.sampled_from([1e-2, 1e-4, 1e-6]),
)
def test_one_more_report_never_makes_a_wave_less_unusual(count, earlier, odds):
    rules = Rules(odds=odds)

    assert detection.is_unusual(count + 1, earlier, rules) >= detection.is_unusual(count, earlier, rules)


@given(
    st.lists(
        st.builds(
            report,
            st.integers(0, 40),
            component=st.sampled_from([None, PLAYBACK, BILLING]),
            region=st.sampled_from([None, FRANCE, JAPAN]),
            words=st.frozensets(st.sampled_from(["video", "sound", "bill"]), max_size=2),
        ),
        max_size=60,
        unique_by=lambda each: each.ref,
    )
)
def test_every_report_belongs_to_one_wave_at_most_and_no_wave_is_below_the_floor(now):
    waves = detection.find(now, quiet(), Rules())

    refs = [each.ref for wave in waves for each in wave.reports]
    assert len(refs) == len(set(refs))
    assert all(wave.customers >= Rules().least for wave in waves)
    assert waves == detection.find(now, quiet(), Rules())
