"""The figures, counted where the rows are: a constant number of statements however many conversations there are."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate, TruncWeek
from django.utils.translation import gettext as _

from core.text.translations import Language
from feedback.duty import queries as duty
from feedback.duty.clocks import Clock
from feedback.duty.models import Escalation
from feedback.insight.measures import Figures, Group, Kept, Report, Satisfaction, Span
from feedback.insight.quartiles import Quartiles, Seconds
from feedback.loop.models import Survey
from feedback.targets.models import RegisterPolicy
from feedback.threads import keeping
from feedback.threads.models import Thread
from feedback.threads.states import State
from incidents.catalogue.models import Component, Region

# dimension → the columns a line of the breakdown has: what a filter takes, then what people read
DIMENSIONS: dict[str, tuple[str, str]] = {
    "register": ("register_id", "register_id"),
    "component": ("component__slug", "component__name"),
    "region": ("region__slug", "region__name"),
    "language": ("language", "language"),
}
THANKED = Q(acknowledged_at__isnull=False) & (Q(first_answer_at=None) | Q(acknowledged_at__lt=F("first_answer_at")))
MOST_GROUPS = 50
LONG = timedelta(days=92)  # beyond it a trend is told by the week


def counted(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """What measures speak of: a conversation that was merged or held is no conversation of its own."""
    return threads.filter(merged_into=None).exclude(state=State.HELD)


def report(threads: QuerySet[Thread], *, by: str, since: datetime, until: datetime, at: datetime) -> Report:
    """Of `threads` that came from `since` until `until`, broken down `by` a dimension; six statements."""
    rows = counted(threads.filter(created_at__gte=since, created_at__lt=until)).order_by()
    total = _figures(rows.aggregate(**_columns(at)))
    by_week = until - since > LONG
    asked = Survey.objects.filter(score__isnull=False, thread__in=rows.values("pk"))
    answers = asked.aggregate(n=Count("pk"), mean=Avg("score"))
    broken = Escalation.objects.filter(clock=Clock.PROMISE, spans=0, thread__in=rows.values("pk"))
    return Report(
        total=total,
        groups=_groups(rows, by, at),
        trend=_trend(rows, by_week, since.tzinfo, at),
        by_week=by_week,
        broken_promises=broken.count(),
        satisfaction=Satisfaction(answers["n"], answers["mean"]),
    )


def _columns(at: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "received": Count("pk"),
        "answered": Count("first_answer_at"),
        "closed": Count("closed_at"),
        "thanked": Count("pk", filter=THANKED),
        "waiting": Count("pk", filter=Q(awaits_human=True, state__in=duty.RUNS_IN)),
        "overdue": Count("pk", filter=duty.late(at)),
        "to_answer": Quartiles(Seconds("first_answer_at", "created_at")),
        "to_close": Quartiles(Seconds("closed_at", "created_at")),
    }
    for target in keeping.TARGETS:
        columns[f"{target}_met"] = Count("pk", filter=keeping.met(target))
        columns[f"{target}_missed"] = Count("pk", filter=keeping.missed(target, at=at))
    return columns


def _figures(row: dict[str, Any]) -> Figures:
    plain = ("received", "answered", "thanked", "closed", "waiting", "overdue", "to_answer", "to_close")
    kept = {target: Kept(row[f"{target}_met"], row[f"{target}_missed"]) for target in keeping.TARGETS}
    return Figures(**{name: row[name] for name in plain}, **kept)


def _groups(rows: QuerySet[Thread], by: str, at: datetime) -> tuple[Group, ...]:
    value, label = DIMENSIONS[by]
    found = rows.values(group=F(value), named=F(label)).annotate(**_columns(at)).order_by("-received", "group")
    names = _names(by)
    return tuple(
        Group(row["group"] or "", names.get(row["group"], row["named"]) or _("Nobody has said"), _figures(row))
        for row in found[:MOST_GROUPS]
    )


def _names(by: str) -> dict[str, str]:
    """Of what is not named in the row itself."""
    if by == "register":
        return {policy.pk: str(policy) for policy in RegisterPolicy.objects.all()}
    return {value: str(label) for value, label in Language.choices} if by == "language" else {}


def _trend(rows: QuerySet[Thread], by_week: bool, zone: tzinfo | None, at: datetime) -> tuple[Span, ...]:
    cut = TruncWeek("created_at", tzinfo=zone) if by_week else TruncDate("created_at", tzinfo=zone)
    found = rows.values(on=cut).annotate(
        received=Count("pk"),
        met=Count("pk", filter=keeping.met("answer")),
        missed=Count("pk", filter=keeping.missed("answer", at=at)),
    )
    return tuple(
        Span(_day(row["on"]), row["received"], Kept(row["met"], row["missed"])) for row in found.order_by("on")
    )


def _day(on: date | datetime) -> date:
    return on.date() if isinstance(on, datetime) else on


def offered() -> dict[str, list[tuple[str, str]]]:
    """What the filters offer, for a datalist: the first few of each."""
    wrote = Thread.objects.filter(component=OuterRef("pk"))
    components = Component.objects.filter(Exists(wrote)).order_by("position", "name", "pk")[:200]
    regions = Region.objects.order_by("position", "name", "pk")[:200]
    return {
        "register": [(row.pk, str(row)) for row in RegisterPolicy.objects.order_by("position", "pk")],
        "component": [(row.slug, row.name) for row in components],
        "region": [(row.slug, row.name) for row in regions],
        "language": [(value, str(label)) for value, label in Language.choices],
    }
