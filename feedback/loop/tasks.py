"""What the queue and the schedule name. Each is safe to run twice, and late."""

from datetime import timedelta

from django.utils import timezone

from core.actor import SYSTEM
from core.web.queue import enqueue
from feedback.loop import actions, queries
from feedback.loop.models import ClosingRun, LoopSettings
from feedback.loop.states import RunState, Why
from feedback.threads import references
from feedback.threads.models import Thread
from incidents.alerts.models import Alert
from incidents.communication.models import Update
from incidents.response.models import Incident

SECONDS = 15  # then the job queues itself again, so that others get their turn
AT_ONCE = 500
LATE = timedelta(minutes=2)  # a thread is committed a little after the moment it bears
FIRST_LOOK = timedelta(hours=1)
BEFORE = timedelta(hours=6)  # of a declaration, within which people may have written of it
LOOK_BACK = timedelta(days=7)  # letters are refused within this time or never


def examine() -> None:
    """Hold what came since the last time against the open incidents, and suggest what fits."""
    at = timezone.now()
    settings, _created = LoopSettings.objects.get_or_create(pk=1)
    since = (settings.examined_to or at - FIRST_LOOK) - LATE
    new = Thread.objects.filter(created_at__gt=since).order_by("created_at", "pk")
    seen = list(new.values_list("pk", "created_at")[:AT_ONCE])
    if seen:
        chosen = Thread.objects.filter(pk__in=[pk for pk, _at in seen])
        actions.suggest(found=queries.matches(chosen, queries.concerns(at)), by=SYSTEM, at=at)
    to = seen[-1][1] if len(seen) == AT_ONCE else at
    LoopSettings.objects.filter(pk=1).update(examined_to=max(to, since + LATE))


def suggest(thread_id: int) -> None:
    """After somebody has said what a thread is about."""
    at = timezone.now()
    found = queries.matches(Thread.objects.filter(pk=thread_id), queries.concerns(at))
    actions.suggest(found=found, by=SYSTEM, at=at)


def suggest_for(incident_id: int) -> None:
    """What was written before anybody declared the incident."""
    at = timezone.now()
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None or not incident.is_open:
        return
    concern = queries.concern(incident)
    before = Thread.objects.filter(created_at__gte=concern.since - BEFORE).order_by("-created_at")[: 4 * AT_ONCE]
    chosen = Thread.objects.filter(pk__in=list(before.values_list("pk", flat=True)))
    actions.suggest(found=queries.matches(chosen, {incident.pk: concern}), by=SYSTEM, at=at)


def suggest_wave(incident_id: int, *thread_ids: int) -> None:
    """Reports of a wave about what is known already."""
    found = {(thread, incident_id): (Why.WAVE,) for thread in thread_ids}
    actions.suggest(found=found, by=SYSTEM, at=timezone.now())


def suggest_said(thread_id: int, reference: str) -> None:
    """The customer wrote from an incident's page."""
    incident = Incident.objects.public().filter(reference=reference).first()
    if incident:
        actions.suggest(found={(thread_id, incident.pk): (Why.SAID,)}, by=SYSTEM, at=timezone.now())


def link_evidence(incident_id: int) -> None:
    """The reports a person made an incident of belong to it; what came after the decision is suggested."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None:
        return
    rows = Alert.objects.filter(proposal__incident=incident).select_related("proposal")
    named = [row for row in rows if references.looks_like_one(row.key)]
    decided = {row.key for row in named if row.proposal.decided_at and row.received_at <= row.proposal.decided_at}
    threads = {each.reference: each for each in Thread.objects.filter(reference__in=[row.key for row in named])}
    at = timezone.now()
    actions.link_many(
        threads=[threads[key] for key in sorted(decided & threads.keys())], incident=incident, by=SYSTEM, at=at
    )
    later = {(each.pk, incident.pk): (Why.WAVE,) for key, each in threads.items() if key not in decided}
    actions.suggest(found=later, by=SYSTEM, at=at)


def count_reports(incident_id: int) -> None:
    """After somebody has said that conversations belong to an incident, or do not."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident:
        actions.count_reports(incident=incident, by=SYSTEM, at=timezone.now())


def tell_update(update_id: int) -> None:
    update = Update.objects.select_related("incident").filter(pk=update_id).first()
    if update:
        actions.tell_update(update=update, by=SYSTEM, at=timezone.now())


def prepare(incident_id: int) -> None:
    """Have the closing messages ready to be read; they leave by themselves only where somebody said so."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None or incident.resolved_at is None or not queries.standing(incident).threads:
        return
    at = timezone.now()
    run = actions.prepare(incident=incident, by=SYSTEM, at=at)
    if queries.settings().auto_start and run.state == RunState.DRAFT:
        actions.start(run=run, by=SYSTEM, at=at)


def close_loop(run_id: int) -> None:
    """Work the ledger off for a bounded time."""
    run = ClosingRun.objects.select_related("incident").filter(pk=run_id, state=RunState.RUNNING).first()
    if run and actions.work(run=run, at=timezone.now(), seconds=SECONDS):
        enqueue("feedback.loop.tasks.close_loop", run.pk)


def ask(thread_id: int) -> None:
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread:
        actions.ask_after_answer(thread=thread, by=SYSTEM, at=timezone.now())


def sweep() -> None:
    """Wake what a dead worker left, and find the letters that were refused on their way."""
    at = timezone.now()
    for pk in ClosingRun.objects.filter(state=RunState.RUNNING).order_by("pk").values_list("pk", flat=True):
        enqueue("feedback.loop.tasks.close_loop", pk)
    for run in ClosingRun.objects.filter(started_at__gte=at - LOOK_BACK).order_by("pk"):
        actions.note_lost(run=run, at=at)
