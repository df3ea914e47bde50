import pytest

from feedback.targets import week

NINE, NOON, ONE, FIVE = 540, 720, 780, 1020


@pytest.mark.parametrize(
    "text",
    [
        "09:00–12:00, 13:00–17:00",
        "9-12 13-17",
        "9h00 - 12h00 ; 13h - 17h",
        "13:00-17:00, 09:00-12:00",
        "9時〜12時、13時～17時00分",
    ],
)
def test_hours_are_read_as_people_write_them(text):
    assert week.read(text) == [[NINE, NOON], [ONE, FIVE]]


def test_nothing_is_closed_and_a_day_may_end_at_midnight():
    assert week.read("  ") == []
    assert week.read("00:00–24:00") == [[0, 1440]]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("nine to five", week.Unreadable),
        ("09:70–12:00", week.Unreadable),
        ("09:00–25:00", week.Unreadable),
        ("22:00–06:00", week.Backwards),
        ("09:00–13:00, 12:00–17:00", week.Overlapping),
        ("09:00–12:00, 12:00–17:00", week.Overlapping),
    ],
)
def test_what_is_no_day_is_refused(text, error):
    with pytest.raises(week.Unreadable) as refused:
        week.read(text)
    assert type(refused.value) is error


def test_it_is_written_as_it_is_read():
    assert week.read(week.written([[NINE, NOON], [ONE, FIVE]])) == [[NINE, NOON], [ONE, FIVE]]
