from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from core.actor import SYSTEM, Actor, require
from core.audit import actions as audit
from core.web.queue import enqueue
from feedback.loop import policies
from feedback.loop.models import IncidentLink
from feedback.loop.states import MOVES, LinkState, Why
from feedback.threads.models import Thread
from feedback.threads.states import State
from incidents.response import actions as response
from incidents.response.models import Incident

CHUNK = 500


@transaction.atomic
def suggest(*, found: Mapping[tuple[int, int], Iterable[Why]], by: Actor, at: datetime) -> None:
    """Offer (thread, incident) pairs to whoever works on the incident; what was decided on before stays."""
    require(policies.can_suggest, by)
    rows = [
        IncidentLink(
            thread_id=thread, incident_id=incident, reasons=[str(each) for each in why],
            suggested_at=at, suggested_by=by.label[:200],
        )
        for (thread, incident), why in found.items()
    ]  # fmt: skip
    IncidentLink.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def link(*, thread: Thread, incident: Incident, by: Actor, at: datetime) -> IncidentLink:
    """This customer writes about this incident; suggested or not."""
    return link_many(threads=[thread], incident=incident, by=by, at=at)[0]


@transaction.atomic
def link_many(*, threads: Iterable[Thread], incident: Incident, by: Actor, at: datetime) -> list[IncidentLink]:
    """As `link`, all or none; what is linked already stays as it was. The links, in the order of `threads`.

    The incident learns when the first customer wrote.
    """
    require(policies.can_link, by, incident)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    threads = list(threads)
    rows = [IncidentLink(thread=each, incident=incident, state=LinkState.SUGGESTED) for each in threads]
    IncidentLink.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    pks = [each.pk for each in threads]
    mine = IncidentLink.objects.select_for_update(of=("self",)).filter(incident=incident, thread__in=pks)
    changed = [row for row in mine if LinkState.LINKED in MOVES[row.state]]
    for row in changed:
        row.state, row.linked_at, row.linked_by = LinkState.LINKED, at, by.label[:200]
    IncidentLink.objects.bulk_update(changed, ["state", "linked_at", "linked_by"], batch_size=CHUNK)
    _record("linked", changed, incident, by=by, at=at)
    _tell_when_the_first_wrote(incident, at=at)
    found = {row.thread_id: row for row in IncidentLink.objects.filter(incident=incident, thread__in=pks)}
    return [found[pk] for pk in pks]


def unlink(*, thread: Thread, incident: Incident, by: Actor, at: datetime) -> IncidentLink | None:
    """Not about this after all; it is not suggested again. None where nobody had thought so."""
    found = unlink_many(threads=[thread], incident=incident, by=by, at=at)
    return found[0] if found else None


@transaction.atomic
def unlink_many(*, threads: Iterable[Thread], incident: Incident, by: Actor, at: datetime) -> list[IncidentLink]:
    require(policies.can_link, by, incident)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    pks = [each.pk for each in threads]
    mine = list(IncidentLink.objects.select_for_update(of=("self",)).filter(incident=incident, thread__in=pks))
    changed = [row for row in mine if LinkState.REMOVED in MOVES[row.state]]
    for row in changed:
        row.state, row.removed_at, row.removed_by = LinkState.REMOVED, at, by.label[:200]
    IncidentLink.objects.bulk_update(changed, ["state", "removed_at", "removed_by"], batch_size=CHUNK)
    _record("unlinked", changed, incident, by=by, at=at)
    _tell_when_the_first_wrote(incident, at=at)
    return mine


def _record(verb: str, rows: list[IncidentLink], incident: Incident, *, by: Actor, at: datetime) -> None:
    """Each thread's own trail, and one line for the incident."""
    if not rows:
        return
    references = dict(Thread.objects.filter(pk__in=[row.thread_id for row in rows]).values_list("pk", "reference"))
    told = sorted(references.values())
    audit.record(f"feedback.incident.{verb}", on=incident, by=by, at=at, threads=told[:200], count=len(told))


def _tell_when_the_first_wrote(incident: Incident, *, at: datetime) -> None:
    """How long it took us from the first complaint is one of the incident's measures."""
    mine = IncidentLink.objects.linked().filter(incident=incident).exclude(thread__state=State.HELD)
    first = mine.aggregate(first=Min("thread__created_at"))["first"]
    response.note_first_report(incident=incident, first=first, by=SYSTEM, at=at)
    enqueue("feedback.loop.tasks.count_reports", incident.pk)
