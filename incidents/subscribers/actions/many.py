"""Many subscribers at once: taken in from a file in batches, and given out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.web import signatures
from incidents.subscribers import csvfile, placing, policies
from incidents.subscribers.actions import letters
from incidents.subscribers.actions.subscribe import add
from incidents.subscribers.csvfile import Row
from incidents.subscribers.importing import Line, Outcome, Report
from incidents.subscribers.models import Subscriber, Subscription
from incidents.subscribers.placing import Key, Known, Placed
from incidents.subscribers.queries import written_out
from incidents.subscribers.states import Channel, State

BATCH = 500
ORIGIN = "import"


def import_rows(
    *,
    rows: Iterable[Row],
    confirmed: bool,
    dry_run: bool = False,
    tell: Callable[[Line], None] | None = None,
    by: Actor,
    at: datetime,
) -> Report:
    """Take in lines of a file, each batch whole; a line that can't be placed is reported and passed over.

    `confirmed` says that these people have agreed elsewhere: they are told from now on. Others get
    a letter to confirm, as the limits allow. Nobody who has unsubscribed is brought back. Repeating
    it changes nothing. `dry_run` reports the same and writes nothing.
    """
    require(policies.can_import, by)
    if confirmed:
        require(policies.can_add, by)
    report, known = Report(tell=tell), Known.load()
    for chunk in _chunks(rows):
        with transaction.atomic():
            _take_in(chunk, known, report, confirmed=confirmed, dry_run=dry_run, by=by, at=at)
    if not dry_run:
        audit.record("incidents.subscriber.imported", by=by, at=at, confirmed=confirmed, **report.counts)
    return report


def export(*, subscribers: QuerySet[Subscriber], by: Actor, at: datetime) -> Iterator[str]:
    """The subscribers as lines of CSV, read while they are sent. Secrets and links are never among them."""
    require(policies.can_import, by)
    audit.record("incidents.subscriber.exported", by=by, at=at, count=subscribers.count())
    return csvfile.written(written_out(subscribers))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, BATCH)):
        yield chunk


def _take_in(
    chunk: list[Row], known: Known, report: Report, *, confirmed: bool, dry_run: bool, by: Actor, at: datetime
) -> None:
    """Place each line, then write what is new with a fixed number of statements."""
    placed = [(row, *placing.place(row, known, asks=not confirmed)) for row in chunk]
    kept = _kept([found for _row, found, _errors in placed if found])
    fresh: dict[Key, tuple[Row, Placed]] = {}
    for row, found, errors in placed:
        state = kept.get(found.key) if found else None
        if found is None:
            report.note(row, Outcome.REFUSED, errors)
        elif state == State.UNSUBSCRIBED:
            report.note(row, Outcome.REFUSED, {"address": _("Has unsubscribed, and alone can subscribe again.")})
        elif found.key in fresh or (state and not (confirmed and state == State.PENDING)):
            report.note(row, Outcome.KNOWN)
        else:
            fresh[found.key] = (row, found)
            report.note(row, Outcome.ADDED)
    if not dry_run:
        _write([found for _row, found in fresh.values()], kept, confirmed=confirmed, by=by, at=at)


def _kept(placed: list[Placed]) -> dict[Key, str]:
    """State by key of those who are here already."""
    rows = Subscriber.objects.filter(address__in={found.address for found in placed})
    return {tuple(key): state for *key, state in rows.values_list("channel", "address", "incident_ref", "state")}


def _write(found: list[Placed], kept: dict[Key, str], *, confirmed: bool, by: Actor, at: datetime) -> None:
    """Those who are waiting are confirmed one by one: their letters and links are out already."""
    for each in found:
        if each.key in kept:
            _add(each, by=by, at=at)
    new = [each for each in found if each.key not in kept]
    written = _create(new, confirmed=confirmed, at=at)
    if not written:
        return
    ids = [subscriber.public_id for subscriber in written]
    audit.record("incidents.subscriber.added" if confirmed else "incidents.subscriber.asked", by=by, at=at, ids=ids)
    if not confirmed:
        letters.ask_later(written, at=at)


def _add(each: Placed, *, by: Actor, at: datetime) -> None:
    wanted = each.wishes
    add(
        channel=each.channel,
        address=each.address,
        incident_ref=each.incident_ref,
        contact=each.contact,
        page=each.page,
        language=wanted.language,
        audience=wanted.audience,
        components=wanted.components,
        regions=wanted.regions,
        kinds=wanted.kinds,
        time_zone=wanted.time_zone,
        origin=ORIGIN,
        by=by,
        at=at,
    )


def _create(new: list[Placed], *, confirmed: bool, at: datetime) -> list[Subscriber]:
    """New rows with what they chose; whoever subscribed by themselves this very moment keeps their own."""
    rows = {each.key: _fresh(each, confirmed=confirmed, at=at) for each in new}
    Subscriber.objects.bulk_create(rows.values(), ignore_conflicts=True)
    written = list(Subscriber.objects.filter(public_id__in=[row.public_id for row in rows.values()]).order_by("pk"))
    chosen = {each.key: each.wishes for each in new}
    pairs = [(row.pk, chosen[row.channel, row.address, row.incident_ref]) for row in written]
    Subscription.objects.bulk_create(
        Subscription(subscriber_id=pk, component_id=component)
        for pk, wanted in pairs
        for component in wanted.components
    )
    in_region = Subscriber.regions.through
    in_region.objects.bulk_create(
        in_region(subscriber_id=pk, region_id=region) for pk, wanted in pairs for region in wanted.regions
    )
    return written


def _fresh(each: Placed, *, confirmed: bool, at: datetime) -> Subscriber:
    signs = confirmed and each.channel == Channel.WEBHOOK
    return Subscriber(
        channel=each.channel,
        address=each.address,
        incident_ref=each.incident_ref,
        contact=each.contact,
        page=each.page,
        state=State.CONFIRMED if confirmed else State.PENDING,
        confirmed_at=at if confirmed else None,
        secrets=[signatures.fresh_secret()] if signs else [],
        origin=ORIGIN,
        created_at=at,
        **each.wishes.columns(each.channel),
    )
