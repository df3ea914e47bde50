"""Which conversations belong to an incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, Min, Q, Value, When
from django.db.models.functions import Cast, Concat, Lower

from feedback.loop.models import IncidentLink, LoopSettings
from feedback.loop.models.links import LinkQuerySet
from feedback.loop.states import LinkState
from incidents.response.models import Incident
from incidents.response.states import OPEN, Kind


@dataclass(frozen=True, slots=True)
class Linked:
    """What the incident room says first: how many wrote, since when, how many may belong to it."""

    customers: int
    threads: int
    wishing: int  # of those linked, who get a closing message
    suggested: int
    first_at: datetime | None


def settings() -> LoopSettings:
    """The one row; what we ship, as long as nobody has changed it."""
    return LoopSettings.objects.filter(pk=1).first() or LoopSettings(pk=1)


def links(incident: Incident) -> LinkQuerySet:
    """With what a list shows of each thread."""
    return IncidentLink.objects.filter(incident=incident).select_related(
        "thread", "thread__register", "thread__component", "thread__region"
    )


def linked(incident: Incident) -> LinkQuerySet:
    return links(incident).linked().order_by("thread__created_at", "pk")


def _customer() -> Case:
    """Who wrote, as far as one can tell: an address, an account, a number; else each thread is somebody."""
    return Case(
        When(~Q(thread__email=""), then=Concat(Value("e:"), Lower("thread__email"))),
        When(~Q(thread__handle=""), then=Concat(Value("h:"), Lower("thread__handle"))),
        When(~Q(thread__telephone=""), then=Concat(Value("t:"), F("thread__telephone"))),
        default=Cast("thread_id", CharField()),
        output_field=CharField(),
    )


def standing(incident: Incident) -> Linked:
    """In one statement."""
    yes = Q(state=LinkState.LINKED)
    found = IncidentLink.objects.filter(incident=incident).aggregate(
        customers=Count(_customer(), filter=yes, distinct=True),
        threads=Count("pk", filter=yes),
        wishing=Count("pk", filter=yes & Q(thread__wants_updates=True, thread__merged_into=None)),
        suggested=Count("pk", filter=Q(state=LinkState.SUGGESTED)),
        first_at=Min("thread__created_at", filter=yes),
    )
    return Linked(**found)


def times_are_troubled(at: datetime) -> bool:
    """Whether customers have an incident now, or had one a little while ago."""
    since = at - timedelta(days=settings().compare_days)
    real = Incident.objects.filter(kind=Kind.UNPLANNED, is_public=True)
    return real.filter(Q(resolved_at=None, state__in=OPEN) | Q(resolved_at__gte=since)).exists()
