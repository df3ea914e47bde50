"""What an escalation says. A customer's own words stay in the house: no subject, no name, in no letter and no chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.models import User
from core.text import lines, moments
from feedback.duty.clocks import Clock, Standing
from feedback.duty.models import Retiming
from feedback.duty.queries import open_in
from feedback.threads import places
from feedback.threads.models import Thread
from incidents.response import letters
from incidents.response.letters import Letter

NAMED = 20


@dataclass(frozen=True, slots=True)
class Late:
    """A thread (register and component loaded) and the clock of it that ran out first."""

    thread: Thread
    standing: Standing


def letter(late: Sequence[Late], user: User, *, at: datetime) -> Letter:
    with translation.override(user.locale):
        told = _told(late, at=at, language=user.locale, time_zone=user.time_zone)
        templates = "emails/duty/late.txt", "emails/duty/late.html"
        return letters.written(*templates, subject=_subject(late), user=user, told=told)


def post(late: Sequence[Late], language: str, *, at: datetime) -> tuple[str, str]:
    """(heading, text) for a room of staff."""
    with translation.override(language):
        told = _told(late, at=at, language=language, time_zone="UTC")
        return _subject(late), render_to_string("emails/duty/post.txt", told).strip()


def lateness(late: timedelta) -> str:
    """How long it is over its time, in the largest whole unit."""
    minutes = max(1, int(late.total_seconds() // 60))
    if minutes < 120:
        return ngettext("%(n)d minute late", "%(n)d minutes late", minutes) % {"n": minutes}
    if (hours := minutes // 60) < 48:
        return ngettext("%(n)d hour late", "%(n)d hours late", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}


def owed(clock: str) -> str:
    """What the customer is waiting for."""
    return {
        Clock.ACKNOWLEDGE: _("a first sign from us"),
        Clock.ANSWER: _("an answer by one of us"),
        Clock.PROMISE: _("the answer we promised"),
        Clock.RESOLVE: _("the end of the matter"),
    }[Clock(clock)]


def _subject(late: Sequence[Late]) -> str:
    if len(late) > 1:
        return ngettext(
            "%(n)d customer waits longer than we promise", "%(n)d customers wait longer than we promise", len(late)
        ) % {"n": len(late)}
    (only,) = late
    return lines.one_line(
        _("%(reference)s: a customer waits for %(owed)s")
        % {"reference": only.thread.reference, "owed": owed(only.standing.clock)}
    )


def _told(late: Sequence[Late], *, at: datetime, language: str, time_zone: str) -> dict[str, Any]:
    rows = [
        {
            "reference": each.thread.reference,
            "about": _about(each.thread),
            "owed": owed(each.standing.clock),
            "late": lateness(each.standing.late),
            "due": moments.written(each.standing.due_at, language=language, time_zone=time_zone, near=at),
            "link": places.outside(places.thread(each.thread)),
        }
        for each in late[:NAMED]
    ]
    more = max(0, len(late) - NAMED)
    return {"rows": rows, "more": more, "link": places.outside(places.inbox(overdue="true"))}


def _about(thread: Thread) -> str:
    parts = (thread.register or _("Not sorted yet"), thread.component)
    return ", ".join(str(part) for part in parts if part)


def span(minutes: int, *, days: bool = True) -> str:
    """A number of minutes in the largest whole unit: "30 min", "4 h", "2 days"."""
    if minutes % 60:
        return _("%(n)d min") % {"n": minutes}
    if days and minutes % (24 * 60) == 0:
        return ngettext("%(n)d day", "%(n)d days", minutes // (24 * 60)) % {"n": minutes // (24 * 60)}
    return _("%(n)d h") % {"n": minutes // 60}


def concerned(registers: list[str]) -> str:
    """What a change of these registers' times would do, and whether one is under way."""
    count = open_in(registers).count()
    text = ngettext(
        "Changed times change the clocks of %(n)d open conversation.",
        "Changed times change the clocks of %(n)d open conversations.",
        count,
    ) % {"n": count}
    for each in Retiming.objects.filter(register__in=registers, settled_at=None):
        text += " " + _("Under way: %(done)d of %(total)d.") % {"done": each.done, "total": each.total}
    return text
