"""Template tags for time: relative to read, exact on hover, kept ticking by staff.js."""

from datetime import datetime, timedelta

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

register = template.Library()
LONG = timedelta(days=2)  # beyond it seconds say nothing; staff.js knows the same limit


def exact(moment: datetime) -> str:
    """Date, time and zone as the person reads them."""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'DATE_FORMAT')} {local:%H:%M:%S} {local.tzname()}"


def span(length: timedelta) -> str:
    """4:05 or 1:04:05: minutes and seconds, with hours in front; beyond two days in words."""
    if abs(length) > LONG:
        return timesince(datetime(2000, 1, 1), datetime(2000, 1, 1) + abs(length))
    seconds = int(abs(length.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.simple_tag
def ago(moment: datetime, now: datetime | None = None) -> SafeString:
    """ "3 minutes ago", exact on hover."""
    said = _("%(time)s ago") % {"time": timesince(moment, now or timezone.now(), depth=1)}
    return format_html('<time datetime="{}" title="{}" data-ago>{}</time>', moment.isoformat(), exact(moment), said)


@register.simple_tag
def clock(moment: datetime) -> SafeString:
    """The time of day, with the date when it is another day; exact on hover."""
    local = timezone.localtime(moment)
    day = "" if local.date() == timezone.localdate() else formats.date_format(local, "MONTH_DAY_FORMAT") + " "
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact(moment), f"{day}{local:%H:%M}"
    )


@register.simple_tag
def countdown(moment: datetime, now: datetime) -> SafeString:
    """ "in 4:05", or "4:05 late" in alarm once it has passed."""
    due, late = _("in {}"), _("{} late")
    passed = moment < now
    soon = not passed and moment - now < timedelta(minutes=5)
    return format_html(
        '<time datetime="{}" title="{}" class="countdown {}" data-countdown data-due="{}" data-late="{}">{}</time>',
        moment.isoformat(),
        exact(moment),
        "late" if passed else "soon" if soon else "",
        due,
        late,
        (late if passed else due).replace("{}", span(moment - now)),
    )


@register.simple_tag
def elapsed(since: datetime, length: timedelta, running: bool = True) -> SafeString:
    """How long it has lasted; ticks while `running`."""
    if not running or length > LONG:
        return format_html('<span title="{}">{}</span>', exact(since), timesince(since, since + length))
    return format_html(
        '<time datetime="{}" title="{}" data-elapsed>{}</time>', since.isoformat(), exact(since), span(length)
    )
