"""Days and uptime from stretches of harm."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from incidents.catalogue.states import RANK
from incidents.statuspages.bars import Stretch, flatten, marks, uptime

START = datetime(2026, 3, 1, tzinfo=UTC)
END = START + timedelta(days=10)


def hours(first, last, status="major_outage"):
    end = None if last is None else START + timedelta(hours=last)
    return Stretch(status, START + timedelta(hours=first), end)


def test_the_worst_of_two_regions_counts_and_only_once():
    flat = flatten([hours(0, 4, "degraded_performance"), hours(1, 2), hours(1, 2)], START, END)

    assert [(each.status, each.start.hour, each.end.hour) for each in flat] == [
        ("degraded_performance", 0, 1),
        ("major_outage", 1, 2),
        ("degraded_performance", 2, 4),
    ]


def test_a_partial_outage_counts_for_three_tenths():
    assert uptime([hours(0, 24)], START, END) == 90
    assert uptime([hours(0, 24, "partial_outage")], START, END) == 97
    assert uptime([hours(0, 24, "degraded_performance")], START, END) == 100


def test_uptime_is_never_rounded_up():
    second = Stretch("major_outage", START, START + timedelta(seconds=1))

    assert uptime([second], START, END) == 99.99


def test_there_is_no_uptime_before_there_is_time():
    assert uptime([], END, END) is None


def test_harm_over_midnight_marks_both_days_of_the_pages_zone():
    found = marks((hours(14, 16),), ZoneInfo("Asia/Tokyo"))

    assert [(mark.on, mark.seconds) for mark in found] == [(date(2026, 3, 1), 3600), (date(2026, 3, 2), 3600)]


def test_a_day_of_23_hours_is_not_longer_than_it_is():
    zone = ZoneInfo("Europe/Paris")
    whole = Stretch("major_outage", datetime(2026, 3, 29, tzinfo=zone), datetime(2026, 3, 30, tzinfo=zone))

    assert [mark.seconds for mark in marks((whole,), zone)] == [23 * 3600]


def test_what_lasts_ends_now():
    assert flatten([hours(1, None)], START, END)[0].end == END


@given(
    st.lists(
        st.tuples(st.integers(-50, 300), st.integers(0, 100), st.sampled_from([*RANK][1:])).map(
            lambda each: hours(each[0], each[0] + each[1] + 1, each[2])
        ),
        max_size=12,
    )
)
def test_flattened_stretches_never_overlap_and_lose_no_harm(stretches):
    flat = flatten(stretches, START, END)

    assert all(a.end <= b.start for a, b in pairwise(flat))
    assert all(START <= each.start < each.end <= END for each in flat)
    for each in flat:
        covering = [s.status for s in stretches if s.start <= each.start and s.end >= each.end]
        assert each.status == max(covering, key=RANK.__getitem__)
