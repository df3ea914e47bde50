"""Tell a person what we keep, and forget who it was."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid
from core.web.queue import enqueue
from feedback.privacy import policies, queries
from feedback.privacy.models import Anonymisation
from feedback.threads import actions as threads
from feedback.threads import personal
from feedback.threads.models import Thread
from feedback.threads.personal import Person

FIELDS = ("emails", "handles", "names", "telephones")
AT_ONCE = 500


def export(*, who: str, by: Actor, at: datetime) -> dict[str, Any]:
    """All we keep of a person, table by table. The trail says that it was given out, and not of whom."""
    require(policies.can_handle, by)
    person, pks = queries.person_of(who)
    data = dict(queries.told(person, pks))
    audit.record("feedback.person.exported", by=by, at=at, rows=sum(map(len, data.values())))
    return data


@transaction.atomic
def anonymise(*, who: str, expected: int, by: Actor, at: datetime) -> Anonymisation:
    """Begin to forget a person; a job does it, one conversation after the other.

    `expected` is how many conversations the one who confirms was told of: `Invalid` where there are others by now.
    """
    require(policies.can_handle, by)
    person, pks = queries.person_of(who)
    if len(pks) != expected:
        says = _("There are %(n)d conversations now. Look again before you confirm.") % {"n": len(pks)}
        raise Invalid({"threads": [says]})
    if not pks and not queries.counts(person, pks):
        raise Invalid({"who": [_("We keep nothing of this address or account.")]})
    job = _begin(person, pks, by=by, at=at)
    audit.record("feedback.person.anonymised", by=by, at=at, threads=len(pks))
    return job


@transaction.atomic
def forget_expired(*, by: Actor, at: datetime) -> Anonymisation | None:
    """What has been closed for as long as the settings say; some at a time."""
    require(policies.can_handle, by)
    pks = list(queries.expired(at).values_list("pk", flat=True)[:AT_ONCE])
    if not pks or Anonymisation.objects.filter(settled_at=None, known_as={}).exists():
        return None
    job = _begin(Person(), pks, by=by, at=at)
    audit.record("feedback.thread.retention_ended", by=by, at=at, threads=len(pks))
    return job


def _begin(person: Person, pks: list[int], *, by: Actor, at: datetime) -> Anonymisation:
    known = {name: sorted(getattr(person, name)) for name in FIELDS if getattr(person, name)}
    job = Anonymisation.objects.create(
        threads=pks, known_as=known, total=len(pks), asked_at=at, asked_by=by.label[:200]
    )
    enqueue("feedback.privacy.tasks.forget", job.pk)
    return job


def go_on(*, job: Anonymisation, by: Actor, at: datetime) -> None:
    """To the end, conversation by conversation; killed in between, it goes on where it stood."""
    require(policies.can_handle, by)
    while step(job.pk, by=by, at=at):
        pass


@transaction.atomic
def step(pk: int, *, by: Actor, at: datetime) -> bool:
    """Forget one conversation, or at the end what is known by the person alone; whether there is more."""
    job = Anonymisation.objects.select_for_update(of=("self",)).get(pk=pk)
    if job.settled_at:
        return False
    if job.cursor < len(job.threads):
        job.rows += _forget_thread(job.threads[job.cursor], job.asked_by, at)
        job.cursor += 1
        job.save(update_fields=["cursor", "rows"])
        return True
    person = Person(**{name: frozenset(job.known_as.get(name, ())) for name in FIELDS})
    for part in personal.parts():
        if part.of_person and job.known_as:
            rows = part.of_person(person)
            job.rows += rows.count()
            part.forget(rows)
    job.known_as, job.settled_at = {}, at
    job.save(update_fields=["known_as", "settled_at", "rows"])
    return False


def _forget_thread(pk: int, asked_by: str, at: datetime) -> int:
    """The number of rows that were emptied."""
    thread = Thread.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if thread is None:
        return 0
    if not thread.is_over:
        threads.close(thread=thread, by=SYSTEM, at=at)
    one, touched = Thread.objects.filter(pk=pk), 0
    for part in personal.parts():
        rows = part.rows(one)
        touched += rows.count()
        part.forget(rows)
    one.update(anonymised_at=at, anonymised_by=asked_by)
    audit.record("feedback.thread.anonymised", on=thread, by=SYSTEM, at=at, asked_by=asked_by)
    return touched
