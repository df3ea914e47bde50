from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import FALLBACK
from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication import policies as communication_policies
from incidents.communication.models import Update
from incidents.communication.states import State as UpdateState
from incidents.playbooks import paths, policies
from incidents.playbooks.actions import arriving
from incidents.playbooks.actions import run_steps as steps
from incidents.playbooks.actions.telling_facts import tell_fact
from incidents.playbooks.models import Playbook, PlaybookRun, RunAnswer
from incidents.playbooks.run_errors import AlreadyAnswered, AlreadyRunning, Elsewhere, InnerRunning, NotPublished
from incidents.playbooks.states import DONE, NodeKind
from incidents.response.actions import steps as response
from incidents.response.models import Incident

LONGEST_NOTE = 2_000


@transaction.atomic
def start(*, incident: Incident, playbook: Playbook, by: Actor, at: datetime) -> PlaybookRun:
    """Follow the published version of `playbook` in this incident. A second start raises `AlreadyRunning`."""
    incident = response.locked(incident, at)
    require(policies.can_run, by, incident)
    steps.must_be_open(incident)
    version = playbook.versions.published().first() if not playbook.is_retired else None
    if version is None:
        raise NotPublished
    standing = incident.runs.running().filter(playbook=playbook, parent=None).first()
    if standing:
        raise AlreadyRunning(standing)
    return arriving.begin(PlaybookRun(incident=incident, playbook=playbook, version=version), by=by, at=at)


@transaction.atomic
def answer(
    *,
    run: PlaybookRun,
    node: str,
    answer: str = DONE,
    note: str = "",
    seen: int | None = None,
    language: str = FALLBACK,
    by: Actor,
    at: datetime,
) -> RunAnswer:
    """Answer the question the run stands at, or say that its step is done ("done").

    A `note`, written in `language`, also answers the fact the question stands for.

    `seen` is how many answers the caller has seen; one more means that somebody was faster. Then,
    or when `node` is behind already, `AlreadyAnswered` carries who answered what.
    """
    run = steps.locked(run, at)
    require(policies.can_run, by, run.incident)
    _first_counts(run, node, seen)
    steps.must_run(run)
    current = run.version.flow.by_key[run.node]
    check(current.kind == NodeKind.QUESTION, current.takes(answer), answer, note)
    inner = run.children.running().first()
    if inner:
        raise InnerRunning(inner)
    tell_fact(run, current, answer=answer, note=note, language=language, by=by, at=at)
    return given(run, answer=answer, note=note, update=paths.said_here(run), by=by, at=at)


def given(run: PlaybookRun, *, answer: str, note: str, update: Update | None, by: Actor, at: datetime) -> RunAnswer:
    """Write the answer, tell it and go on; the run is locked and the answer checked."""
    node = run.version.flow.by_key[run.node]
    row = steps.write(run, node=node.key, answer=answer, note=note, update=update, by=by, at=at)
    _put_away(run, by=by, at=at)
    told: dict[str, Any] = {"question": dict(node.text), "answer": steps.said(node, answer)}
    what = "playbook_answered" if told["answer"] else "playbook_done"
    steps.tell(run, what, by=by, at=at, words=note.strip(), **told)
    steps.record(run, "answered", by=by, at=at, node=node.key, answer=answer, number=row.number)
    arriving.arrive(run, by=by, at=at)
    return row


def _put_away(run: PlaybookRun, *, by: Actor, at: datetime) -> None:
    """The draft prepared here goes when one goes on without it, unless somebody has written on it."""
    draft = run.draft
    untouched = draft and draft.state == UpdateState.DRAFT and draft.version == 1 and draft.drafted_at == run.entered_at
    if untouched and communication_policies.can_discard(by, run.incident):
        communication.discard(update=draft, by=by, at=at)


def check(asks: bool, takes: bool, answer: str, note: str) -> None:
    """Raise `Invalid` for what the node doesn't take."""
    if asks and not takes:
        raise Invalid({"answer": [_("This question has no such answer.")]})
    if not asks and answer != DONE:
        raise Invalid({"answer": [_("Nothing is asked here: say “done”.")]})
    if len(note) > LONGEST_NOTE or "\x00" in note:
        raise Invalid({"note": [_("At most %(limit)d characters.") % {"limit": LONGEST_NOTE}]})


def _first_counts(run: PlaybookRun, node: str, seen: int | None) -> None:
    """Refuse an answer to what somebody else has answered since it was shown."""
    rows = run.answers.order_by("number")
    later = rows.filter(node=node, number__gt=seen).first() if seen is not None else None
    if later is None and run.node != node:
        later = rows.filter(node=node, superseded_by=None).last()
    if later:
        raise AlreadyAnswered(later, paths.label(run.version.flow, later))
    if run.node != node:
        raise Elsewhere(run)


@transaction.atomic
def follow_publication(*, run: PlaybookRun, by: Actor, at: datetime) -> RunAnswer | None:
    """Go on from a message once readers have been told; None while they have not."""
    run = steps.locked(run, at)
    require(policies.can_run, by, run.incident)
    said = paths.said_here(run) if run.is_running else None
    if said is None:
        return None
    return given(run, answer=DONE, note="", update=said, by=by, at=at)
