"""Asking how we did, once, and keeping the answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.web.errors import Invalid
from feedback.loop import policies, queries
from feedback.loop.models import Survey
from feedback.loop.models.surveys import BEST, WORST
from feedback.loop.sampling import is_drawn
from feedback.loop.states import SurveyKind
from feedback.threads.models import Thread
from incidents.response.models import Incident

LONGEST = 2_000


def ask_after_incident(*, thread: Thread, incident: Incident, at: datetime) -> Survey:
    """With the closing message; part of its transaction."""
    row, _created = Survey.objects.get_or_create(
        thread=thread, kind=SurveyKind.AFTER_INCIDENT, defaults={"incident": incident, "asked_at": at}
    )
    return row


@transaction.atomic
def ask_after_answer(*, thread: Thread, by: Actor, at: datetime) -> Survey | None:
    """For the comparison: a share of those who write about no incident. None for all others."""
    require(policies.can_suggest, by)
    share = queries.settings().ask_share
    if not is_drawn(thread.reference, share) or thread.incident_links.exists() or thread.surveys.exists():
        return None
    kind = SurveyKind.AFTER_ANSWER if queries.times_are_troubled(at) else SurveyKind.BASELINE
    row, _created = Survey.objects.get_or_create(thread=thread, kind=kind, defaults={"asked_at": at})
    return row


@transaction.atomic
def tell(*, survey: Survey, score: int, words: str = "", by: Actor, at: datetime) -> Survey:
    """What the customer says. Said again it replaces the first: somebody thinks twice, a second press counts once."""
    row = Survey.objects.select_for_update(of=("self",)).select_related("thread").get(pk=survey.pk)
    require(policies.can_say, by, row.thread)
    if not WORST <= score <= BEST:
        raise Invalid({"score": [_("Choose one of the five.")]})
    row.score, row.words, row.told_at = score, words.replace("\x00", "").strip()[:LONGEST], at
    row.save(update_fields=["score", "words", "told_at"])
    return row
