"""A moment as a reader writes it: in the reader's language and time zone, the zone named."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils import formats, translation


@cache
def zones() -> frozenset[str]:
    """The names this machine knows; read from hundreds of files, so only once."""
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """The zone called `name`; UTC when this machine doesn't know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name  # many zones have figures only: "-03"


def written(at: datetime, *, language: str, time_zone: str, near: datetime | None = None) -> str:
    """`at` as date and time ("2 March 2026, 13:05 CET"); as time only on the same day as `near`."""
    local = at.astimezone(zone(time_zone))
    with translation.override(language):
        clock = f"{local:%H:%M} {_zone_name(local)}"
        if near is not None and near.astimezone(local.tzinfo).date() == local.date():
            return clock
        date = formats.date_format(local, "j F Y" if language == "en" else "DATE_FORMAT")
    return f"{date} {clock}" if language == "ja" else f"{date}, {clock}"
