"""Recurrence rules (RFC 5545, RRULE) read in local wall time, whatever the clocks do in between: pure."""

from datetime import UTC, date, datetime, time, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import moments

FREQUENCIES = {DAILY, WEEKLY, MONTHLY, YEARLY}
# In a daily or weekly rule these may never come true, and the search would go on to the year 9999.
ONLY_RARELY = ("BYSETPOS", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
NOT_HERE = ("BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER", "DTSTART", "EXDATE", "RDATE", "\n")
SHOWN = 5


def check_rule(rule: str) -> None:
    """Refuse what is no rule, or one with more than one window a day."""
    try:
        parsed = parse(rule, datetime(2026, 1, 1))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as problem:
        message = _("This is no recurrence rule. For instance: FREQ=WEEKLY;BYDAY=SU")
        raise ValidationError(message) from problem
    seldom = parsed._freq in (DAILY, WEEKLY) and any(part in rule.upper() for part in ONLY_RARELY)
    if seldom or not 1 <= parsed._interval <= 366:  # an interval of 0 would never end
        raise ValidationError(_("This is no recurrence rule. For instance: FREQ=WEEKLY;BYDAY=SU"))
    if parsed._freq not in FREQUENCIES or any(part in rule.upper() for part in NOT_HERE):
        raise ValidationError(_("At most one window a day; its time stands in a field of its own."))
    if parsed._until and parsed._until.tzinfo:
        raise ValidationError(_("Write UNTIL in local time, without the final Z."))


def check_first(on: date) -> None:
    """Every day since the first is walked through, so it can't lie in antiquity."""
    if not 2000 <= on.year <= 2199:
        raise ValidationError(_("The year must lie between %(first)d and %(last)d.") % {"first": 2000, "last": 2199})


def check_zone(name: str) -> None:
    if name not in moments.zones():
        raise ValidationError(_("Unknown time zone. For instance: Europe/Paris"))


def parse(rule: str, first: datetime) -> rrule:
    """`first` is local wall time without a zone."""
    found = rrulestr(rule.upper().removeprefix("RRULE:"), dtstart=first)
    if not isinstance(found, rrule):
        raise ValueError(rule)
    return found


def windows(
    rule: str, *, first_on: date, clock: time, time_zone: str, after: datetime, before: datetime
) -> dict[date, datetime]:
    """The beginnings in (after, before], by their local day.

    A wall time that the clocks skip is moved on by what they skip; one that comes twice means the
    first (RFC 5545, 3.3.5): that is what `fold=0` does.
    """
    zone = moments.zone(time_zone)
    limit = before.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
    parsed = parse(rule, datetime.combine(first_on, clock))
    if parsed._count is None and (parsed._until is None or parsed._until > limit):
        parsed = parsed.replace(until=limit)  # a rule that never comes true must not search for ever
    start = after.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    found = {}
    for local in parsed.between(start, limit, inc=True):
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if after < moment <= before:
            found[local.date()] = moment
    return found


def explain(rule: str, *, clock: time, time_zone: str) -> str:
    """The rule as a person would say it, in the active language."""
    parsed = parse(rule, datetime(2026, 1, 1))
    every = {
        DAILY: ngettext("Every day", "Every %(n)d days", parsed._interval),
        WEEKLY: ngettext("Every week", "Every %(n)d weeks", parsed._interval),
        MONTHLY: ngettext("Every month", "Every %(n)d months", parsed._interval),
        YEARLY: ngettext("Every year", "Every %(n)d years", parsed._interval),
    }[parsed._freq] % {"n": parsed._interval}
    named = rule.upper()
    days = [str(WEEKDAYS[day]) for day in parsed._byweekday or ()] if "BYDAY" in named else []
    days += [f"{WEEKDAYS[day]} ({number:+d})" for day, number in parsed._bynweekday or ()]
    when = _("%(clock)s, %(zone)s time") % {"clock": f"{clock:%H:%M}", "zone": time_zone}
    return " · ".join([every, *([", ".join(days)] if days else []), when])
