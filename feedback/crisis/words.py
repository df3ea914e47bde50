"""What the called read. A customer's own words stay in the house, so no letter and no chat holds them."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.text import moments
from feedback.crisis.models import CrisisCall
from feedback.threads import places
from incidents.response import letters
from incidents.response.letters import Letter


def letter(call: CrisisCall, user: User, *, names: list[str], at: datetime) -> Letter:
    """`names` are all who get it, so that nobody thinks another one will do it unseen."""
    with translation.override(user.locale):
        told = _told(call, names, language=user.locale, time_zone=user.time_zone, at=at)
        templates = "emails/crisis/call.txt", "emails/crisis/call.html"
        return letters.written(*templates, subject=_subject(call), user=user, told=told)


def post(call: CrisisCall, language: str, *, names: list[str], at: datetime) -> tuple[str, str]:
    """(heading, text) for a room of staff."""
    with translation.override(language):
        told = _told(call, names, language=language, time_zone="UTC", at=at)
        return _subject(call), render_to_string("emails/crisis/post.txt", told).strip()


def _subject(call: CrisisCall) -> str:
    if call.rounds > 1:
        return _("Crisis %(reference)s: nobody has it yet") % {"reference": call.thread.reference}
    return _("Crisis %(reference)s: you are called") % {"reference": call.thread.reference}


def _told(call: CrisisCall, names: list[str], *, language: str, time_zone: str, at: datetime) -> dict[str, Any]:
    thread = call.thread
    due = thread.answer_due_at
    about = [str(part) for part in (thread.component, thread.region, thread.get_origin_display()) if part]
    return {
        "reference": thread.reference,
        "about": ", ".join(about),
        "came": moments.written(thread.created_at, language=language, time_zone=time_zone, near=at),
        "due": moments.written(due, language=language, time_zone=time_zone, near=at) if due else "",
        "names": ", ".join(names),
        "link": places.outside(reverse("admin:feedback_crisis", args=[call.pk])),
    }
