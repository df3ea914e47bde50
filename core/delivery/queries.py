"""How delivery stands: for the staff page, the incident room, `/metrics` and the alarms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from core.delivery.limits import limit
from core.delivery.models import Beat, Broadcast, ChannelHealth, Delivery, Receipt
from core.delivery.states import Breaker, State
from core.web.vitals import Check, Gauge

RECEIVED = (State.SENT, State.DELIVERED)
CALLED_OFF = (State.SUPPRESSED, State.SUPERSEDED, State.CANCELLED)
LOOK_BACK = timedelta(days=7)
NONE = {"number": 0, "oldest": None}
SWEEP_LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """Delivery at one moment. `silent` broadcasts were owed 15 min ago and nobody has received them."""

    at: datetime
    silent: tuple[Broadcast, ...]
    oldest_waiting_at: datetime | None
    waiting: int
    retrying: int
    dead: int
    stopped: tuple[ChannelHealth, ...]
    last_sweep_at: datetime | None

    @property
    def is_late(self) -> bool:
        patience = timedelta(seconds=limit("ALARM_SECONDS"))
        return self.oldest_waiting_at is not None and self.at - self.oldest_waiting_at > patience

    @property
    def sweep_is_late(self) -> bool:
        return self.last_sweep_at is not None and self.at - self.last_sweep_at > SWEEP_LATE

    @property
    def ok(self) -> bool:
        return not (self.silent or self.stopped or self.dead or self.is_late or self.sweep_is_late)


RECENT_BROADCASTS = 200


def log(recipient: str, channel: str) -> QuerySet[Delivery]:
    """What was owed to one recipient over one channel, newest first, with its broadcast; one statement.

    Only endpoints have an index of their own; of others it tells the newest `RECENT_BROADCASTS`.
    """
    rows = Delivery.objects.filter(recipient=recipient, channel=channel)
    if channel != "webhook":
        newest = Broadcast.objects.order_by("-created_at", "-pk").values("pk")[:RECENT_BROADCASTS]
        rows = rows.filter(broadcast__in=newest)
    return rows.select_related("broadcast").order_by("-pk")


def health(at: datetime) -> Health:
    """Six statements, each served by an index of what is open; `dead` counts the last seven days."""
    still = Delivery.objects.filter(state__in=[State.PENDING, State.RETRY]).order_by()
    found = {row["state"]: row for row in still.values("state").annotate(number=Count("pk"), oldest=Min("due_at"))}
    waiting, retrying = found.get(State.PENDING, NONE), found.get(State.RETRY, NONE)
    return Health(
        at=at,
        silent=tuple(silent(at)),
        oldest_waiting_at=waiting["oldest"],
        waiting=waiting["number"] + Delivery.objects.filter(state=State.SENDING).count(),
        retrying=retrying["number"],
        dead=Delivery.objects.filter(state=State.DEAD, settled_at__gt=at - LOOK_BACK).count(),
        stopped=tuple(ChannelHealth.objects.exclude(breaker=Breaker.CLOSED).order_by("channel")),
        last_sweep_at=Beat.objects.filter(name="schedule:sweep").values_list("at", flat=True).first(),
    )


def silent(at: datetime) -> QuerySet[Broadcast]:
    """Owed for longer than the alarm's patience, meant for somebody, received by nobody."""
    rows = Delivery.objects.filter(broadcast=OuterRef("pk"))
    owed = Broadcast.objects.filter(
        created_at__lte=at - timedelta(seconds=limit("ALARM_SECONDS")),
        created_at__gt=at - LOOK_BACK,
        cancelled_at=None,
        direct=False,
    )
    meant = Q(fanned_out_at=None) | Exists(rows.exclude(state__in=CALLED_OFF))
    return owed.filter(meant, ~Exists(rows.filter(state__in=RECEIVED))).order_by("pk")[:20]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many deliveries of one channel are in one state."""

    channel: str
    state: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """How the messages of one incident fared; `posts` stand somewhere readers can open."""

    counts: tuple[Standing, ...]
    failures: tuple[Delivery, ...]
    unplaced: int
    posts: tuple[Receipt, ...] = ()

    @property
    def received(self) -> int:
        return sum(each.number for each in self.counts if each.state in RECEIVED)

    @property
    def total(self) -> int:
        return sum(each.number for each in self.counts)


def of_group(group: str, *, failures: int = 50) -> GroupStanding:
    """Counts by channel and state, and whom it did not reach, with the reason, newest first."""
    rows = Delivery.objects.filter(broadcast__group=group)
    counted = rows.order_by().values("channel", "state").annotate(number=Count("pk")).order_by("channel", "state")
    lost = rows.filter(state__in=[State.DEAD, State.FAILED_PERMANENT]).select_related("broadcast")
    unplaced = Broadcast.objects.filter(group=group).values_list("unplaced", flat=True)
    return GroupStanding(
        counts=tuple(Standing(label=State(each["state"]).label, **each) for each in counted),
        failures=tuple(lost.order_by("-id")[:failures]),
        unplaced=sum(unplaced),
        posts=tuple(_posts(group)),
    )


def _posts(group: str) -> QuerySet[Receipt]:
    """A corrected post has two receipts: the later one is of its text now."""
    rows = Receipt.objects.filter(group=group).exclude(url="").select_related("delivery")
    return rows.order_by("-delivery__sequence", "-pk")[:20]


def gauges(at: datetime) -> Iterator[Gauge]:
    """What `/metrics` says about delivery."""
    now = health(at)
    yield Gauge("delivery_waiting", "Deliveries not sent yet.", now.waiting)
    yield Gauge("delivery_retrying", "Deliveries waiting for another try.", now.retrying)
    yield Gauge("delivery_dead", "Deliveries given up in the last seven days.", now.dead)
    age = (at - now.oldest_waiting_at).total_seconds() if now.oldest_waiting_at else 0
    yield Gauge("delivery_oldest_waiting_seconds", "Age of the oldest delivery that waits.", max(age, 0))
    yield Gauge("delivery_silent_broadcasts", "Published 15 minutes ago and received by nobody.", len(now.silent))
    sweep_age = (at - now.last_sweep_at).total_seconds() if now.last_sweep_at else -1
    yield Gauge("delivery_last_sweep_seconds", "Since the last sweep; -1 before the first.", sweep_age)
    for channel in ChannelHealth.objects.order_by("channel"):
        stopped = float(channel.breaker != Breaker.CLOSED)
        labels = (("channel", channel.channel),)
        yield Gauge("delivery_breaker_open", "1 while a channel is stopped.", stopped, labels)


def checks(at: datetime) -> Iterator[Check]:
    now = health(at)
    yield Check("delivery", ok=now.ok, note="" if now.ok else "see the delivery page")
