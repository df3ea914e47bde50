"""Moments and lengths of time as readers of each language write them."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

DAY = {"ja": "Y年n月j日"}
MONTH = {"ja": "Y年n月"}
WEEKDAY = {"en": "l j F", "fr": "l j F", "ja": "n月j日（D）"}


def day(on: date) -> str:
    """2 March 2026 · 2 mars 2026 · 2026年3月2日."""
    return _day(on, _language())


@lru_cache(maxsize=1024)
def _day(on: date, language: str) -> str:
    return _first(on, format_date(on, DAY.get(language, "j F Y")))


def weekday(on: date) -> str:
    """Monday 2 March · lundi 2 mars · 3月2日（月）."""
    return _weekday(on, _language())


@lru_cache(maxsize=1024)
def _weekday(on: date, language: str) -> str:
    return _first(on, format_date(on, WEEKDAY[language]))


def month(on: date) -> str:
    return format_date(on, MONTH.get(_language(), "F Y"))


def full(at: datetime, zone: ZoneInfo) -> str:
    """Day and time with the zone's name: 2 March 2026, 14:32 UTC."""
    local = at.astimezone(zone)
    return f"{day(local.date())}{'' if _language() == 'ja' else ','} {local:%H:%M} {local.tzname()}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def tag(at: datetime | None, zone: ZoneInfo, style: str = "full") -> SafeString:
    """A <time> that says the page's zone on hover; the page's script turns it into the reader's own.

    `style` is full, clock (the time alone if it is today), hour (the time alone) or relative (the
    script says "2 minutes ago").
    """
    return _tag(at, zone, style, _language()) if at else mark_safe("")


@lru_cache(maxsize=8192)
def _tag(at: datetime, zone: ZoneInfo, style: str, language: str) -> SafeString:
    exact = full(at, zone)
    shown = exact if style == "full" else f"{clock(at, zone)} {at.astimezone(zone).tzname()}"
    return mark_safe(
        f'<time datetime="{at.astimezone(ZoneInfo("UTC")):%Y-%m-%dT%H:%M:%SZ}" title="{escape(exact)}"'
        f' data-time="{style}">{escape(shown)}</time>'
    )


def span(start: datetime, end: datetime | None, zone: ZoneInfo) -> SafeString:
    """From … to …; the day is said once where both are on the same one."""
    if end is None:
        return tag(start, zone)
    same = start.astimezone(zone).date() == end.astimezone(zone).date()
    return mark_safe(f"{tag(start, zone)} – {tag(end, zone, 'hour' if same else 'full')}")


def length(seconds: float) -> str:
    """1 day 3 h, 2 h 5 min, 40 min; "less than a minute" rounds up to one."""
    minutes = max(1, round(seconds / 60))
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [ngettext("%(days)d day", "%(days)d days", days) % {"days": days}] if days else []
    if hours:
        parts.append(ngettext("%(hours)d h", "%(hours)d h", hours) % {"hours": hours})
    if minutes and not days:
        parts.append(ngettext("%(minutes)d min", "%(minutes)d min", minutes) % {"minutes": minutes})
    return " ".join(parts)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _first(on: date, text: str) -> str:
    return text.replace("1 ", "1er ", 1) if _language() == "fr" and on.day == 1 else text
