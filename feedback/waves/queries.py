"""The reports now and at the same hour of earlier weeks, as `detection` compares them."""

from datetime import datetime, timedelta

from django.db.models import Min, OuterRef, Q, Subquery
from django.db.models.functions import Left

from feedback.threads import vocabulary
from feedback.threads.models import Message, Thread, ThreadQuerySet
from feedback.threads.states import Author, State
from feedback.waves import trouble
from feedback.waves.detection import Week
from feedback.waves.models import Wave, WaveQuerySet, WaveSettings
from feedback.waves.reports import Report
from incidents.response.models import Impact, Incident
from incidents.response.states import OPEN, Kind

TROUBLE = ("problem", "complaint", "crisis")  # the registers in which something does not work
READ = 600  # letters of a message whose words count
WEEK = timedelta(days=7)
AROUND = timedelta(minutes=30)  # of the same hour: one quarter of an hour a week says little


def settings() -> WaveSettings:
    """The one row; what we ship, as long as nobody has changed it."""
    return WaveSettings.objects.filter(pk=1).first() or WaveSettings(pk=1)


def count(since: datetime, until: datetime) -> int:
    """How many threads may be reports: whether looking closer can find anything. 1 statement, by an index."""
    return _counting(since, until).count()


def reports(since: datetime, until: datetime) -> list[Report]:
    """What counts in that time: sorted as trouble, or not sorted yet and sounding like it; 1 statement."""
    first = Message.objects.filter(thread=OuterRef("pk"), author=Author.CUSTOMER).order_by("at", "pk")
    rows = _counting(since, until).annotate(opening=Subquery(first.annotate(cut=Left("text", READ)).values("cut")[:1]))
    names = (
        *("pk", "reference", "created_at", "component_id", "region_id", "register_id"),
        *("email", "handle", "telephone", "subject", "opening"),
    )
    found = [_report(*row) for row in rows.order_by("created_at", "pk").values_list(*names)]
    return [each for each in found if each]


def _counting(since: datetime, until: datetime) -> ThreadQuerySet:
    """Not what is held back, nor what was merged: it counts where it went."""
    rows = Thread.objects.filter(created_at__gt=since, created_at__lte=until, merged_into=None)
    return rows.exclude(state=State.HELD).filter(Q(register=None) | Q(register__in=TROUBLE))


def _report(
    pk: int,
    reference: str,
    at: datetime,
    component: int | None,
    region: int | None,
    register: str | None,
    email: str,
    handle: str,
    telephone: str,
    subject: str,
    opening: str | None,
) -> Report | None:
    text = f"{subject} {opening or ''}"
    if register is None and not trouble.sounds_like(text):
        return None
    return Report(
        ref=reference,
        at=at,
        customer=email.lower() or handle.lower() or telephone or f"thread:{pk}",
        component=component,
        region=region,
        words=vocabulary.words(text),
        pk=pk,
    )


def weeks(at: datetime, window: timedelta, number: int) -> list[Week]:
    """The same hour of up to `number` earlier weeks, as far back as there is anything."""
    oldest = Thread.objects.aggregate(oldest=Min("created_at"))["oldest"] or at
    times = (window + 2 * AROUND) / window
    found = []
    for back in range(1, number + 1):
        since, until = at - back * WEEK - window - AROUND, at - back * WEEK + AROUND
        if since >= oldest:
            found.append(Week(reports(since, until), times))
    return found


def known_incident(component: int | None, region: int | None) -> Incident | None:
    """The open incident that such reports belong to: it harms that component, or that region."""
    harms = Impact.objects.filter(ended_at=None, incident__state__in=OPEN, incident__kind=Kind.UNPLANNED)
    if component is not None:
        harms = harms.filter(component=component)
    if region is not None:
        harms = harms.filter(Q(region=region) | Q(region=None))
    if component is None and region is None:
        return None
    row = harms.select_related("incident").order_by("-incident__declared_at", "-pk").first()
    return row.incident if row else None


def spoken_of(topic: str) -> Incident | None:
    """The open incident whose title or components have this word."""
    rows = Incident.objects.filter(state__in=OPEN, kind=Kind.UNPLANNED).prefetch_related(
        "translations", "impacts__component__translations"
    )
    return next((row for row in rows.order_by("-declared_at")[:50] if topic in _said(row)), None)


def _said(incident: Incident) -> frozenset[str]:
    texts = [incident.title, *(each.title for each in incident.translations.all())]
    for impact in incident.impacts.all():
        texts += [impact.component.name, *(each.name for each in impact.component.translations.all())]
    return vocabulary.words(" ".join(texts))


def rising() -> WaveQuerySet:
    rows = Wave.objects.rising().select_related("component", "region", "proposal__incident", "incident")
    return rows.order_by("-noticed_at", "-pk")
