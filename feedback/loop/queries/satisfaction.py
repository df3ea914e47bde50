"""What customers said of how we did, around one incident: the measure of practice P29."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text.translations import FALLBACK
from feedback.loop import recovery
from feedback.loop.models import Survey
from feedback.loop.queries.links import settings
from feedback.loop.recovery import Difference, Sample
from feedback.loop.states import SurveyKind
from feedback.threads.models import Thread
from incidents.communication.models import Update
from incidents.response import discretion
from incidents.response.models import Incident
from incidents.response.states import State

SCORES: tuple[tuple[int, Promise], ...] = (
    (1, pgettext_lazy("score", "Very badly")),
    (2, pgettext_lazy("score", "Badly")),
    (3, pgettext_lazy("score", "So so")),
    (4, pgettext_lazy("score", "Well")),
    (5, pgettext_lazy("score", "Very well")),
)


@dataclass(frozen=True, slots=True)
class Recovery:
    """`before` and `others` are of customers with no incident: earlier, and at the same time as `affected`."""

    since: datetime
    until: datetime
    days: int
    before: Sample
    affected: Sample
    others: Sample
    against_before: Difference
    against_others: Difference


@dataclass(frozen=True, slots=True)
class Told:
    """What the public knows of an incident, on the page of somebody who wrote about it."""

    title: str
    reference: str
    state: str
    at: datetime
    over: bool


def scores() -> tuple[tuple[int, Promise], ...]:
    return SCORES


def survey_of(thread: Thread) -> Survey | None:
    """The question that waits, else the latest answer."""
    rows = sorted(thread.surveys.all(), key=lambda row: (row.score is not None, -row.asked_at.timestamp(), -row.pk))
    return rows[0] if rows else None


def around(incident: Incident) -> Recovery:
    """Affected against earlier and against others; 3 statements. Moments before the end count as before."""
    days = settings().compare_days
    began = min(each for each in (incident.impact_started_at, incident.detected_at, incident.declared_at) if each)
    ended = incident.resolved_at or began
    since, until = began - timedelta(days=days), ended + timedelta(days=days)
    affected = _scores(Survey.objects.filter(incident=incident, kind=SurveyKind.AFTER_INCIDENT))
    rest = Survey.objects.exclude(kind=SurveyKind.AFTER_INCIDENT)
    before = _scores(rest.filter(asked_at__gte=since, asked_at__lt=began))
    others = _scores(rest.filter(asked_at__gte=began, asked_at__lt=until))
    told = [_told(each) for each in (affected, before, others)]
    return Recovery(
        since=since,
        until=until,
        days=days,
        before=recovery.sample(told[1], len(before)),
        affected=recovery.sample(told[0], len(affected)),
        others=recovery.sample(told[2], len(others)),
        against_before=recovery.difference(told[0], told[1]),
        against_others=recovery.difference(told[0], told[2]),
    )


def _scores(rows: QuerySet[Survey]) -> list[int | None]:
    return list(rows.values_list("score", flat=True))


def _told(scores: Iterable[int | None]) -> list[int]:
    return [score for score in scores if score is not None]


def told_of(thread: Thread, language: str) -> tuple[bool, Told | None]:
    """Whether the thread is linked to an incident at all; and the newest public one, as its readers know it, a supplier
    under its alias."""
    public = Incident.objects.public().filter(pk=OuterRef("incident"))
    links = list(
        thread.incident_links.linked()
        .annotate(is_public=Exists(public))
        .select_related("incident")
        .prefetch_related("incident__translations")
        .order_by("-incident__declared_at", "-pk")
    )
    shown = next((link.incident for link in links if link.is_public), None)
    return bool(links), _as_known(shown, language) if shown else None


def _as_known(incident: Incident, language: str) -> Told | None:
    last = Update.objects.published().filter(incident=incident).order_by("-sequence").first()
    if last is None or last.published_at is None:
        return None
    state = State(last.incident_state)
    title = discretion.veil()(incident.title_in(language), language or FALLBACK)
    over = state in (State.RESOLVED, State.CLOSED, State.COMPLETED)
    return Told(title, incident.reference, str(state.label), last.published_at, over)


def incidents_with_answers(limit: int = 50) -> list[Incident]:
    """The newest first; for whoever draws them all."""
    asked = Survey.objects.filter(kind=SurveyKind.AFTER_INCIDENT, score__isnull=False).values("incident")
    return list(Incident.objects.filter(pk__in=asked).order_by("-declared_at", "-pk")[:limit])


LABELS = {
    "before": _("Others, before"),
    "affected": _("Affected, afterwards"),
    "others": _("Others, at the same time"),
}
