"""What a reminder says, in the language of whoever it is for; no supplier is named, not even by a title."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.models import User
from core.text import lines, moments
from incidents.communication import gathering
from incidents.response import clocks, letters
from incidents.response.clocks import Duty
from incidents.response.letters import Letter
from incidents.response.models import Incident


def letter(incident: Incident, user: User, *, due_at: datetime, names: list[str], at: datetime) -> Letter:
    """`names` are all who get it, so that nobody thinks another one will do it unseen."""
    with translation.override(user.locale):
        subject = _subject(incident, due_at, at)
        due = moments.written(due_at, language=user.locale, time_zone=user.time_zone, near=at)
        told = {**_told(incident, user.locale, due_at, names, at), "due": due}
        templates = "emails/promises/reminder.txt", "emails/promises/reminder.html"
        return letters.written(*templates, subject=subject, user=user, told=told)


def post(incident: Incident, language: str, *, due_at: datetime, names: list[str], at: datetime) -> tuple[str, str]:
    """(heading, text) for a room of staff."""
    with translation.override(language):
        told = _told(incident, language, due_at, names, at)
        return _subject(incident, due_at, at), render_to_string("emails/promises/post.txt", told).strip()


def _subject(incident: Incident, due_at: datetime, at: datetime) -> str:
    return lines.one_line(f"{incident.reference}: {_standing(due_at, at)}")


def _told(incident: Incident, language: str, due_at: datetime, names: list[str], at: datetime) -> dict[str, Any]:
    veil = gathering.veil()
    return {
        "reference": incident.reference,
        "title": veil(incident.title, language),
        "first": clocks.due(incident)[0] == Duty.FIRST_UPDATE,
        "standing": _standing(due_at, at),
        "names": veil(", ".join(names), language),
        "link": f"{settings.PUBLIC_URL}{reverse('admin:room', args=[incident.pk])}",
    }


def _standing(due_at: datetime, at: datetime) -> str:
    minutes = int(abs(at - due_at).total_seconds() // 60)
    if at < due_at:
        left = minutes + 1
        return ngettext("readers expect a word in %(n)d minute", "readers expect a word in %(n)d minutes", left) % {
            "n": left
        }
    if minutes == 0:
        return _("readers expect a word now")
    return ngettext(
        "readers have waited %(n)d minute longer than promised",
        "readers have waited %(n)d minutes longer than promised",
        minutes,
    ) % {"n": minutes}
