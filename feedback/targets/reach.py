"""Whether targets can be met at all: a calendar that never opens long enough is refused, with what to mend."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from feedback.targets.hours import Hours, NeverOpen, after

MINUTES = ("acknowledge_minutes", "answer_minutes", "resolve_minutes")


def order(minutes: Mapping[str, int | None]) -> dict[str, str]:
    """What is wrong with the three spans of a register, by field."""
    first, human, last = (minutes.get(name) for name in MINUTES)
    wrong = {}
    if first and human and first > human:
        wrong["acknowledge_minutes"] = _("A customer hears that we have it before somebody answers: at most that long.")
    if human and last and human > last:
        wrong["resolve_minutes"] = _("It can't be resolved before it is answered: at least that long.")
    return wrong


def never(minutes: Mapping[str, int | None], hours: Hours | None, at: datetime) -> dict[str, str]:
    """The spans that this calendar never reaches, by field."""
    return {
        name: _("This calendar opens so seldom that the time would never come.")
        for name in MINUTES
        if minutes.get(name) and not reaches(hours, int(minutes[name] or 0), at)
    }


def reaches(hours: Hours | None, minutes: int, at: datetime) -> bool:
    try:
        after(at, minutes, hours)
    except NeverOpen:
        return False
    return True
