"""Closing messages: drafted, edited, started once, and what failed is tried again. `telling` works the ledger off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, require
from core.audit import actions as audit
from core.text import fields
from core.web.errors import Invalid
from core.web.queue import enqueue
from feedback.answering import queries as answering
from feedback.answering.secrecy import named_suppliers
from feedback.loop import drafting, policies
from feedback.loop.models import ClosingLine, ClosingRun, ClosingText, IncidentLink
from feedback.loop.states import AlreadyStarted, LineState, NotPersonal, NotResolved, Reason, RunState
from feedback.threads.models import Thread
from incidents.communication.models import Update
from incidents.response.models import Incident
from incidents.response.states import State

CHUNK = 500


@transaction.atomic
def prepare(*, incident: Incident, by: Actor, at: datetime) -> ClosingRun:
    """The draft for this resolution of the incident; the one there is, when somebody was faster."""
    require(policies.can_write, by, incident)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.resolved_at is None:
        raise NotResolved(_("It is not resolved yet. The closing message says that it works again."))
    run, created = ClosingRun.objects.get_or_create(
        incident=incident,
        resolved_at=incident.resolved_at,
        defaults={"drafted_at": at, "drafted_by": by.label[:200], "resolved_by": incident.resolved_by},
    )
    if created:
        drafts = drafting.drafts(_last_word(incident))
        ClosingText.objects.bulk_create(
            ClosingText(run=run, language=language, text=text) for language, text in drafts.items()
        )
        audit.record("feedback.closing.drafted", on=incident, by=by, at=at)
    return run


def _last_word(incident: Incident) -> Update | None:
    """What told readers that it is over, since it is."""
    told = incident.updates.published().filter(incident_state__in=(State.RESOLVED, State.COMPLETED))
    return told.order_by("-sequence").first()


@transaction.atomic
def write(*, run: ClosingRun, language: str, text: str, by: Actor, at: datetime) -> ClosingText:
    """The words for everybody who reads `language`; only while nobody has been told."""
    run = _locked(run)
    require(policies.can_write, by, run.incident)
    if run.state != RunState.DRAFT:
        raise AlreadyStarted(_("These messages have been started and can't be changed any more."))
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({"text": [_("Nothing is written.")]})
    unknown = fields.unknown(text, drafting.FIELDS)
    if unknown:
        known = {"unknown": ", ".join(unknown), "known": ", ".join(drafting.FIELDS)}
        raise Invalid({"text": [_("Unknown fields: %(unknown)s. Known: %(known)s.") % known]})
    if names := named_suppliers(text, language):
        raise Invalid({"text": [_("%(names)s must not go out: write “%(instead)s” instead.") % names.told()]})
    row, _created = run.texts.get_or_create(language=language)
    if text != row.text:
        row.text, row.edited_at, row.edited_by = text, at, by.label[:200]
        row.save(update_fields=["text", "edited_at", "edited_by"])
        audit.record("feedback.closing.written", on=run.incident, by=by, at=at, language=language)
    return row


@transaction.atomic
def start(*, run: ClosingRun, by: Actor, at: datetime) -> ClosingRun:
    """Tell each linked customer, by a job that may be killed at any moment. Again: those linked since, as well.

    Raises `NotPersonal` where somebody would get words that nobody has written for this incident.
    """
    run = _locked(run)
    if by == SYSTEM:
        require(policies.can_write, by, run.incident)
    else:
        require(policies.can_close, by, run.incident)
    if run.incident.resolved_at != run.resolved_at:
        raise NotResolved(_("The incident was reopened meanwhile: nobody is told that it works again."))
    _check_personal(run, automatic=by == SYSTEM)
    added = _add_lines(run)
    first = run.state == RunState.DRAFT
    if first:
        run.started_at, run.started_by, run.starter_id = at, by.label[:200], by.user_id
    run.state, run.ended_at = RunState.RUNNING, None
    run.save(update_fields=["state", "started_at", "started_by", "starter_id", "ended_at"])
    audit.record("feedback.closing.started", on=run.incident, by=by, at=at, lines=added, again=not first)
    enqueue("feedback.loop.tasks.close_loop", run.pk)
    return run


@transaction.atomic
def retry(*, run: ClosingRun, by: Actor, at: datetime) -> int:
    """Try the failed lines again that may still succeed; how many. What a mail server refused for good stays."""
    run = _locked(run)
    require(policies.can_close, by, run.incident)
    _check_personal(run, automatic=run.starter_id is None)
    failed = run.lines.filter(state=LineState.FAILED).exclude(reason=Reason.REFUSED)
    count = failed.update(state=LineState.PENDING, reason="", attempts=0, settled_at=None)
    if count:
        run.state, run.ended_at = RunState.RUNNING, None
        run.save(update_fields=["state", "ended_at"])
        audit.record("feedback.closing.retried", on=run.incident, by=by, at=at, lines=count)
        enqueue("feedback.loop.tasks.close_loop", run.pk)
    return count


def _locked(run: ClosingRun) -> ClosingRun:
    return ClosingRun.objects.select_for_update(of=("self",)).select_related("incident").get(pk=run.pk)


def _linked(run: ClosingRun) -> list[Thread]:
    links = IncidentLink.objects.linked().filter(incident=run.incident_id)
    done = run.lines.values("thread")
    return list(Thread.objects.filter(incident_links__in=links).exclude(pk__in=done).order_by("created_at", "pk"))


def _add_lines(run: ClosingRun) -> int:
    rows = [ClosingLine(run=run, thread=each) for each in _linked(run)]
    ClosingLine.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)


def _check_personal(run: ClosingRun, *, automatic: bool) -> None:
    """The gate of the registers (practice P19): a complaint never gets a form letter, by this door neither."""
    if automatic:  # says of itself that no person wrote it, and answers nothing
        return
    rows = {row.language: row for row in run.texts.all()}
    texts = {language: row.text for language, row in rows.items()}
    form_letters = drafting.impersonal(texts, answering.texts())
    gated = Thread.objects.filter(
        incident_links__in=IncidentLink.objects.linked().filter(incident=run.incident_id),
        language__in=form_letters,
    ).exclude(register__canned_untouched=True)
    wanting = sorted(set(gated.values_list("language", flat=True)))
    if wanting:
        names = ", ".join(str(rows[language].get_language_display()) for language in wanting)
        raise NotPersonal(
            _("Nobody has written a word of their own in: %(languages)s. Change the text, then start.")
            % {"languages": names}
        )
