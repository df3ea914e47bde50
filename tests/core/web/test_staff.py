"""The pieces every staff page is made of."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from core.accounts.models import User
from core.web import admin, moments, panels
from tests.factories import accounts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_long_list_is_counted_only_so_far(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(admin, "COUNT_LIMIT", 3)
    for _number in range(5):
        accounts.user()
    pages = admin.BoundedPaginator(User.objects.order_by("pk"), 2)

    with django_assert_num_queries(1):
        assert pages.count == 3
    assert pages.capped


@pytest.mark.parametrize(
    ("minutes", "said"), [(5, "in 5:00"), (-4, "4:00 late"), (61, "in 1:01:00")], ids=["ahead", "late", "hours"]
)
def test_a_clock_says_how_long_is_left_or_how_late_it_is(minutes, said):
    with translation.override("en"):
        clock = moments.countdown(NOON + timedelta(minutes=minutes), NOON)

    assert f">{said}</time>" in clock
    assert ('class="countdown late"' in clock) == (minutes < 0)


def test_a_moment_of_another_day_carries_its_date():
    with translation.override("en"):
        assert ">2 March 12:00</time>" in moments.clock(NOON)


def test_a_panel_that_has_nothing_to_say_is_not_there(rf):
    panels.register(page="nowhere", name="silent")(lambda request: None)

    assert panels.render_all("nowhere", rf.get("/")) == []


def test_panels_stand_in_their_order():
    for name, order in (("second", 2), ("first", 1)):
        panels.register(page="ordered", name=name, order=order)(lambda request: None)

    assert [panel.name for panel in panels.of("ordered")] == ["first", "second"]
