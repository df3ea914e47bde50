from datetime import UTC, datetime

import pytest

from core.text import moments

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "written"),
    [
        ("en", "UTC", "2 March 2026, 12:00 UTC"),
        ("fr", "Europe/Paris", "2 mars 2026, 13:00 CET"),
        ("ja", "Asia/Tokyo", "2026年3月2日 21:00 JST"),
        ("en", "America/Sao_Paulo", "2 March 2026, 09:00 UTC-03"),
        ("en", "Nowhere/Land", "2 March 2026, 12:00 UTC"),
    ],
)
def test_a_moment_is_written_in_the_readers_language_and_zone(language, zone, written):
    assert moments.written(NOON, language=language, time_zone=zone) == written


def test_on_the_same_day_the_clock_is_enough():
    assert moments.written(NOON, language="en", time_zone="UTC", near=NOON) == "12:00 UTC"


def test_midnight_in_the_readers_zone_makes_another_day():
    late = datetime(2026, 3, 2, 14, 50, tzinfo=UTC)
    after = datetime(2026, 3, 2, 15, 10, tzinfo=UTC)
    assert moments.written(after, language="ja", time_zone="Asia/Tokyo", near=late) == "2026年3月3日 00:10 JST"
