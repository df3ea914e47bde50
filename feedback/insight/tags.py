"""Template tags for measures: shares and times with the number behind them."""

from datetime import timedelta

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.insight.measures import Kept

register = template.Library()


@register.filter
def lasting(seconds: float | str | None) -> str:
    """ "4 min", "3.5 h", "2.1 days"."""
    if seconds is None or isinstance(seconds, str):  # a missing spread is "" to a template
        return "–"
    length = timedelta(seconds=seconds)
    if length < timedelta(minutes=90):
        return _("%(n)s min") % {"n": number_format(round(seconds / 60))}
    if length < timedelta(hours=36):
        return _("%(n)s h") % {"n": number_format(round(seconds / 3600, 1))}
    days = number_format(round(seconds / 86_400, 1))
    return ngettext("%(days)s day", "%(days)s days", round(seconds / 86_400)) % {"days": days}


@register.filter
def percent(kept: Kept) -> str:
    if kept.share is None:
        return "–"
    return _("%(share)s %%") % {"share": number_format(round(kept.share * 100))}
