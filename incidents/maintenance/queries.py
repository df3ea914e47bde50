from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from incidents.maintenance import recurrence
from incidents.maintenance.models import MaintenanceSeries, Notice
from incidents.maintenance.states import NoticeKind
from incidents.response.models import Incident
from incidents.response.states import Kind, State

FARTHEST = timedelta(days=60)


def remind(at: datetime) -> list[tuple[Incident, str]]:
    """Public maintenance to remind of now, with the hour that is due; 2 statements.

    Of several missed hours only the nearest counts, and none where readers heard of it since.
    """
    coming = Incident.objects.public().filter(
        kind=Kind.MAINTENANCE, state=State.SCHEDULED, scheduled_for__gt=at, scheduled_for__lte=at + FARTHEST
    )
    coming = coming.annotate(heard_at=Max("updates__published_at", filter=Q(updates__state="published")))
    owed = set(
        Notice.objects.filter(kind=NoticeKind.REMINDER, incident__state=State.SCHEDULED).values_list(
            "incident_id", "key"
        )
    )
    found = []
    for row in coming.order_by("scheduled_for", "pk"):
        due = [hours for hours in row.reminder_hours if row.scheduled_for - timedelta(hours=hours) <= at]
        if not due:
            continue
        nearest = min(due)
        heard_since = row.heard_at and row.heard_at >= row.scheduled_for - timedelta(hours=nearest)
        if not heard_since and (row.pk, f"{NoticeKind.REMINDER}:{row.times_rescheduled}:{nearest}") not in owed:
            found.append((row, str(nearest)))
    return found


def owed() -> list[int]:
    """Notices that nobody has told yet, the oldest first."""
    return list(Notice.objects.filter(settled=False).order_by("owed_at", "pk").values_list("pk", flat=True))


def ahead(series: MaintenanceSeries, at: datetime, *, days: int = 0) -> dict[date, datetime]:
    """The beginnings within the horizon, by local day."""
    return recurrence.windows(
        series.rule,
        first_on=series.first_on,
        clock=series.clock,
        time_zone=series.time_zone,
        after=at,
        before=at + timedelta(days=days or series.horizon_days),
    )


def next_five(series: MaintenanceSeries, at: datetime) -> list[datetime]:
    """The next beginnings, in UTC; found within six years or not at all."""
    return list(ahead(series, at, days=6 * 366).values())[: recurrence.SHOWN]
