"""Owing readers a notice of planned maintenance, and telling it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core.actor import Actor
from core.audit.models import AuditEvent
from core.web.errors import Conflict, Invalid
from core.web.queue import enqueue
from incidents.communication import actions as communication
from incidents.communication import cadence
from incidents.communication import states as communication_states
from incidents.communication.models import Update
from incidents.communication.states import Phase
from incidents.maintenance import queries, words
from incidents.maintenance.models import Notice
from incidents.maintenance.states import NoticeKind
from incidents.response.models import Incident
from incidents.response.states import ENDED, MAY_PUBLISH, Kind, State

TELLS = {NoticeKind.BEGAN: State.IN_PROGRESS, NoticeKind.ENDED: State.COMPLETED}


@transaction.atomic
def owe(*, incident: Incident, kind: str, by: Actor, at: datetime, mark: str = "") -> Notice | None:
    """Note that readers must be told; None where they never heard of the maintenance at all."""
    if not incident.is_public or incident.kind != Kind.MAINTENANCE:
        return None
    key = f"{kind}:{incident.times_rescheduled}:{mark}"
    notice, _made = Notice.objects.get_or_create(
        incident=incident, key=key, defaults={"kind": kind, "owed_at": at, "owed_by": by.label[:200]}
    )
    enqueue("incidents.maintenance.tasks.tell", notice.pk)
    return notice


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> list[Notice]:
    """Owe a reminder of each maintenance whose hour has come: one, however many hours were missed."""
    found = [owe(incident=row, kind=NoticeKind.REMINDER, by=by, at=at, mark=mark) for row, mark in queries.remind(at)]
    return [notice for notice in found if notice]


@transaction.atomic
def tell(*, notice: Notice, by: Actor, at: datetime) -> Notice:
    """Publish what is owed, once: the lead's own words where they lie ready, else ours."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=notice.incident_id)
    notice = Notice.objects.get(pk=notice.pk)
    if notice.settled:
        return notice
    notice.settled = True
    if not _overtaken(notice, incident, at):
        notice.update = _from_draft(notice, incident, by=by, at=at) or _from_us(notice, incident, by=by, at=at)
    notice.save(update_fields=["settled", "update"])
    return notice


def _overtaken(notice: Notice, incident: Incident, at: datetime) -> bool:
    """What is no longer so, or has been said by somebody, is not told."""
    if notice.kind in TELLS or notice.kind == NoticeKind.CANCELLED:
        last = incident.updates.published().order_by("-sequence").values_list("incident_state", flat=True).first()
        if last == TELLS.get(notice.kind, State.COMPLETED):
            return True
    if notice.kind == NoticeKind.REMINDER:
        passed = incident.scheduled_for is None or incident.scheduled_for <= at
        return passed or incident.state != State.SCHEDULED or not _newest_window(notice, incident)
    if notice.kind == NoticeKind.RESCHEDULED:
        return incident.state in ENDED or not _newest_window(notice, incident)
    return notice.kind == NoticeKind.BEGAN and incident.state not in (State.IN_PROGRESS, State.VERIFYING)


def _newest_window(notice: Notice, incident: Incident) -> bool:
    return notice.key.split(":")[1] == str(incident.times_rescheduled)


def _from_draft(notice: Notice, incident: Incident, *, by: Actor, at: datetime) -> Update | None:
    """The newest draft for this moment that only those who may publish here have touched."""
    if notice.kind not in TELLS:
        return None
    drafts = incident.updates.drafts().filter(phase=Phase.MAINTENANCE, incident_state=TELLS[notice.kind])
    for draft in drafts.order_by("-drafted_at", "-pk"):
        if not _written_by_the_lead(draft, incident):
            continue
        try:
            with transaction.atomic():
                return communication.publish(update=draft, by=by, at=at)
        except (Conflict, Invalid):  # a promise that has passed, a field without a value: it stays a draft
            continue
    return None


def _written_by_the_lead(draft: Update, incident: Incident) -> bool:
    """The audit trail says who touched it: anybody on staff may draft, few may speak."""
    people = incident.assignments.filter(role__in=MAY_PUBLISH, to_at=None).values_list("user_id", flat=True)
    touched = AuditEvent.objects.filter(object_type="incidents.update", object_ref=str(draft.pk))
    authors = set(touched.filter(~Q(kind="incidents.update.published")).values_list("actor_user_id", flat=True))
    return bool(authors) and authors <= set(people)


def _from_us(notice: Notice, incident: Incident, *, by: Actor, at: datetime) -> Update:
    told = communication_states.to_tell(incident.state)
    running = incident.state in (State.IN_PROGRESS, State.VERIFYING)
    until = incident.scheduled_until if running else None
    draft = communication.draft(
        incident=incident,
        phase=Phase.MAINTENANCE,
        incident_state=told,
        texts=words.compose(incident, notice.kind),
        next_update_at=until + cadence.BY_THE_CLOCK if until and until > at else None,
        by=by,
        at=at,
    )
    return communication.publish(update=draft, by=by, at=at)
