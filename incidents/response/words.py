"""What a call for a role says, in the language of whoever reads it.

It carries no free text: a title or a note may name a supplier, and this leaves the house. The names of what is
impaired come concealed.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.text import lines, moments
from incidents.response import clocks, letters
from incidents.response.letters import Letter
from incidents.response.models import RoleCall


def letter(call: RoleCall, user: User, *, harmed: tuple[str, ...], at: datetime) -> Letter:
    """`harmed` are the names of the components that are impaired."""
    with translation.override(user.locale):
        subject = _subject(call)
        written = {"language": user.locale, "time_zone": user.time_zone, "near": at}
        told = {**_told(call, user.locale, harmed), "lapses": moments.written(call.lapses_at, **written)}
        templates = "emails/response/call.txt", "emails/response/call.html"
        return letters.written(*templates, subject=subject, user=user, told=told)


def post(call: RoleCall, language: str, *, harmed: tuple[str, ...]) -> tuple[str, str]:
    """(heading, text) for a room of staff."""
    with translation.override(language):
        context = _told(call, language, harmed)
        return _subject(call), render_to_string("emails/response/call_post.txt", context).strip()


def _subject(call: RoleCall) -> str:
    told = {"reference": call.incident.reference, "role": call.get_role_display()}
    return lines.one_line(_("%(reference)s: wanted as %(role)s") % told)


def _told(call: RoleCall, language: str, harmed: tuple[str, ...]) -> dict[str, Any]:
    incident = call.incident
    level = clocks.rated(incident)
    base = settings.PUBLIC_URL
    return {
        "call": call,
        "reference": incident.reference,
        "level": level.name_in(language) if level else "",
        "harmed": ", ".join(harmed),
        "answer": f"{base}{reverse('admin:room_call', args=[incident.pk, call.pk])}",
        "link": f"{base}{reverse('admin:room', args=[incident.pk])}",
    }
