from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from feedback.crisis import audience, policies, queries, words
from feedback.crisis.errors import Taken
from feedback.crisis.models import CrisisCall
from feedback.threads import actions as threads
from feedback.threads import policies as threads_policies
from feedback.threads.models import Thread
from incidents.outlets import actions as outlets
from incidents.response import letters


@transaction.atomic
def call(*, thread: Thread, by: Actor, at: datetime) -> CrisisCall | None:
    """Call the leads and their deputies, again every `queries.AGAIN` until one has it; None where nobody is called.

    Computed from the rows alone: run late, twice or by two workers, it calls once. What turned out to be no
    crisis, or was answered, is called off.
    """
    require(policies.can_call, by)
    threads.locked(thread)
    thread = Thread.objects.select_related("register", "component", "region").get(pk=thread.pk)
    standing = CrisisCall.objects.filter(thread=thread, ended_at=None).first()
    if not queries.is_one(thread):
        return _call_off(standing, by=by, at=at)
    row = standing or CrisisCall(thread=thread, called_at=at, called_by=by.label[:200])
    if row.confirmed_at or row.rounds >= queries.ROUNDS:
        return None
    if row.last_called_at and at - row.last_called_at < queries.AGAIN:
        return None
    people, rooms = queries.leads(thread, row.rounds), queries.rooms()
    names = [*map(str, people), *rooms]
    row.rounds, row.last_called_at, row.last_called_by = row.rounds + 1, at, by.label[:200]
    row.told = list(dict.fromkeys([*row.told, *names]))
    row.save()
    row.thread = thread
    for user in people:
        written = words.letter(row, user, names=names, at=at)
        letters.owe(written, key=f"feedback.crisis:{row.pk}:{row.rounds}", user=user, by=by, at=at)
    _tell_rooms(row, names, by=by, at=at)
    audit.record("feedback.thread.leads_called", on=thread, by=by, at=at, round=row.rounds, told=names)
    return row


def _call_off(row: CrisisCall | None, *, by: Actor, at: datetime) -> None:
    """Should the thread become a crisis again, the leads are called again; who took it keeps it."""
    if row and not row.confirmed_at:
        row.ended_at, row.ended_by = at, by.label[:200]
        row.save(update_fields=["ended_at", "ended_by"])


def _tell_rooms(row: CrisisCall, names: list[str], *, by: Actor, at: datetime) -> None:
    outlets.tell_staff(
        key=f"feedback.crisis:{row.pk}:{row.rounds}:rooms",
        label=words.post(row, "en", names=names, at=at)[0],
        words=lambda language: words.post(row, language, names=names, at=at),
        audience=audience.NAME,
        args={**queries.EVERYTHING, "call": row.pk},
        by=by,
        at=at,
    )


@transaction.atomic
def confirm(*, call: CrisisCall, by: Actor, at: datetime) -> CrisisCall:
    """ "I have it": the first one has, and the thread with it where it was nobody's. Raises `Taken`."""
    call = CrisisCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require(policies.can_confirm, by, call)
    if call.confirmed_at and call.user_id == by.user_id:
        return call
    if call.confirmed_at:
        raise Taken(_("%(person)s has it already.") % {"person": call.confirmed_by})
    if call.ended_at:
        raise Taken(_("Nobody is called for this any more."))
    call.confirmed_at, call.confirmed_by, call.user_id = at, by.label[:200], by.user_id
    call.save(update_fields=["confirmed_at", "confirmed_by", "user"])
    audit.record("feedback.thread.crisis_taken", on=call.thread, by=by, at=at)
    if call.thread.assignee_id is None and threads_policies.can_triage(by, call.thread):
        threads.assign(thread=call.thread, to=call.user, by=by, at=at)
    return call
