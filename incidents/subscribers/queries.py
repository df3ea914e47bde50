"""Who hears about an event, who doesn't, and why. Both answers come from one list of rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.web.jsonlist import JsonList
from incidents.subscribers import addresses, offers
from incidents.subscribers.csvfile import BETWEEN
from incidents.subscribers.models import Subscriber, Subscription
from incidents.subscribers.scope import COMPONENT, MAINTENANCE, Scope
from incidents.subscribers.states import State

EXAMPLES = 5
PAGE = 1_000
WANTS = {MAINTENANCE: "wants_maintenance", COMPONENT: "wants_components"}
REASONS: dict[str, Promise] = {
    "drill": _("This is an exercise: no customer is told"),
    "not_confirmed": _("Has not confirmed yet"),
    "unsubscribed": _("Unsubscribed"),
    "quarantined": _("Could not be reached lately"),
    "confirmed_later": _("Confirmed after this was published"),
    "other_incident": _("Follows another incident only"),
    "other_kind": _("Does not want this kind of event"),
    "other_components": _("Follows other components"),
    "other_regions": _("Follows other regions"),
    "told_already": _("Is told through a wider subscription of the same address"),
}


@dataclass(frozen=True, slots=True)
class Told:
    channel: str
    language: str
    audience: str
    count: int


@dataclass(frozen=True, slots=True)
class Example:
    public_id: str
    channel: str
    address: str  # masked


@dataclass(frozen=True, slots=True)
class Refusal:
    reason: str
    label: str | Promise
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class RecipientsPreview:
    """`told` by channel, language and audience; `refusals` by reason, each subscriber in one only."""

    total: int
    told: tuple[Told, ...]
    refusals: tuple[Refusal, ...]

    @property
    def not_told(self) -> int:
        return sum(refusal.count for refusal in self.refusals)


def who_hears(scope: Scope) -> QuerySet[Subscriber]:
    """The subscribers to be told, unordered; one SELECT, never evaluated here."""
    return Subscriber.objects.filter(*(rule for _reason, rule in _rules(scope)))


def with_reason(scope: Scope) -> QuerySet[Subscriber]:
    """Everybody, with `reason`: why not told, "" when told. The first rule that fails names it."""
    failing = [When(~rule, then=Value(reason)) for reason, rule in _rules(scope)]
    return Subscriber.objects.annotate(reason=Case(*failing, default=Value(""), output_field=CharField()))


def explain(scope: Scope) -> RecipientsPreview:
    """What publishing would do, in at most 2 + number of reasons statements, however many there are."""
    rows = (
        with_reason(scope)
        .values("reason", "channel", "language", "audience")
        .annotate(count=Count("pk"))
        .order_by("reason", "channel", "language", "audience")
    )
    told, refused = [], Counter()
    for row in rows:
        reason = row.pop("reason")
        if reason:
            refused[reason] += row["count"]
        else:
            told.append(Told(**row))
    refusals = tuple(
        Refusal(reason, label, refused[reason], _examples(scope, reason))
        for reason, label in REASONS.items()
        if refused[reason]
    )
    return RecipientsPreview(total=sum(line.count for line in told), told=tuple(told), refusals=refusals)


@dataclass(frozen=True, slots=True)
class Unreachable:
    count: int
    newest: tuple[Subscriber, ...]


def unreachable() -> Unreachable:
    """Who refused our messages, the newest few by name; two statements."""
    rows = Subscriber.objects.filter(state=State.QUARANTINED)
    newest = rows.defer("secrets").order_by("-quarantined_at", "-pk")[:EXAMPLES]
    return Unreachable(rows.count(), tuple(newest))


def by_address(subscriber: Subscriber) -> QuerySet[Subscriber]:
    """All subscriptions whose letters go to the same mailbox as this one's."""
    mailbox = subscriber.mail_address
    if not mailbox:
        return Subscriber.objects.filter(pk=subscriber.pk)
    return Subscriber.objects.filter(~Q(channel="webhook"), address=mailbox) | Subscriber.objects.filter(
        channel="webhook", contact=mailbox
    )


def _examples(scope: Scope, reason: str) -> tuple[Example, ...]:
    rows = with_reason(scope).filter(reason=reason).order_by("pk")
    return tuple(
        Example(public_id, channel, addresses.masked(channel, address))
        for public_id, channel, address in rows.values_list("public_id", "channel", "address")[:EXAMPLES]
    )


def _rules(scope: Scope) -> list[tuple[str, Q]]:
    """What must hold to be told, in the order in which a failing rule is given as the reason."""
    rules = [("drill", Q(pk__lt=0))] if scope.is_drill else []
    rules += [
        ("not_confirmed", ~Q(state=State.PENDING)),
        ("unsubscribed", ~Q(state=State.UNSUBSCRIBED)),
        ("quarantined", ~Q(state=State.QUARANTINED)),
        ("not_confirmed", Q(state=State.CONFIRMED)),
    ]
    if scope.published_at:
        rules.append(("confirmed_later", Q(confirmed_at__lte=scope.published_at)))
    rules.append(("other_incident", Q(incident_ref__in=["", scope.incident_ref])))
    only_this = Q(incident_ref=scope.incident_ref) if scope.incident_ref else Q(pk__lt=0)
    wanted = _wanted(scope)
    rules += [(reason, only_this | rule) for reason, rule in wanted]
    if scope.incident_ref:
        twice = _told_twice(scope, [rule for _reason, rule in wanted])
        rules.append(("told_already", Q(incident_ref="") | ~Q(pk__in=twice.values("pk"))))
    return rules


def _wanted(scope: Scope) -> list[tuple[str, Q]]:
    """What a general subscription can narrow; one that follows a single incident gets all of it."""
    wanted = [("other_kind", Q(**{WANTS.get(scope.kind, "wants_incidents"): True}))]
    if scope.component_ids:
        chosen = Subscription.objects.filter(subscriber=OuterRef("pk"), component__in=scope.component_ids)
        wanted.append(("other_components", Q(all_components=True) | Q(Exists(chosen))))
    if scope.region_ids:
        chosen = Subscriber.regions.through.objects.filter(subscriber=OuterRef("pk"), region__in=scope.region_ids)
        wanted.append(("other_regions", Q(all_regions=True) | Q(Exists(chosen))))
    return wanted


def _told_twice(scope: Scope, wanted: list[Q]) -> QuerySet[Subscriber]:
    """Followers of this incident whose address is told of it by a general subscription, too.

    It starts from the followers, who are few: asked for each row instead, PostgreSQL gathers
    everybody who hears once more for every chunk of a fan-out.
    """
    wider = Subscriber.objects.confirmed().filter(
        *wanted, channel=OuterRef("channel"), address=OuterRef("address"), incident_ref=""
    )
    if scope.published_at:
        wider = wider.filter(confirmed_at__lte=scope.published_at)
    followers = Subscriber.objects.confirmed().filter(incident_ref=scope.incident_ref)
    return followers.filter(Exists(wider))


def listed() -> QuerySet[Subscriber]:
    """Subscribers with `component_slugs` and `region_slugs`, in one statement and without their secrets."""
    chosen = Subscription.objects.filter(subscriber=OuterRef("pk")).order_by()
    regions = Subscriber.regions.through.objects.filter(subscriber=OuterRef("pk")).order_by()
    return Subscriber.objects.defer("secrets").annotate(
        component_slugs=Subquery(chosen.annotate(slugs=JsonList("component__slug")).values("slugs")),
        region_slugs=Subquery(regions.annotate(slugs=JsonList("region__slug")).values("slugs")),
    )


def written_out(subscribers: QuerySet[Subscriber]) -> Iterator[tuple[str, ...]]:
    """Cells in the order of `csvfile.COLUMNS` and `ALSO_READ`, read in pages while they are asked for."""
    rows = subscribers.defer("secrets").prefetch_related("components", "regions")
    hosts = {page: home.host for page, home in offers.homes().items()}
    for row in rows.iterator(chunk_size=PAGE):
        yield (
            row.channel,
            row.address,
            row.language,
            row.audience_id,
            "" if row.all_components else BETWEEN.join(component.slug for component in row.components.all()),
            "" if row.all_regions else BETWEEN.join(region.slug for region in row.regions.all()),
            BETWEEN.join(row.kinds),
            row.time_zone,
            row.contact,
            hosts.get(row.page, ""),
            row.incident_ref,
            row.state,
        )
