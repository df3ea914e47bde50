from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import FALLBACK
from core.web.errors import Invalid
from incidents.playbooks import policies
from incidents.playbooks.actions import arriving
from incidents.playbooks.actions import run_steps as steps
from incidents.playbooks.actions.running import check
from incidents.playbooks.actions.telling_facts import tell_fact
from incidents.playbooks.models import PlaybookRun, RunAnswer
from incidents.playbooks.run_errors import AlreadyRunning, NothingNewer, NotOnThePath, RunOver
from incidents.playbooks.run_states import RunState
from incidents.playbooks.states import NodeKind


@transaction.atomic
def correct(
    *, run: PlaybookRun, number: int, answer: str, note: str = "", language: str = FALLBACK, by: Actor, at: datetime
) -> RunAnswer:
    """Replace the answer `number`; what followed from it is superseded, and messages said on it are flagged.

    An end reached by a wrong answer is taken back, unless the run was inside another.
    """
    run = steps.locked(run, at)
    require(policies.can_run, by, run.incident)
    steps.must_be_open(run.incident)
    _must_be_mendable(run)
    before = steps.walked(run)
    wrong = run.answers.filter(number=number).first()
    if (
        wrong is None
        or number not in {visit.given for visit in before.path}
        or wrong.node not in run.version.flow.by_key
    ):
        raise NotOnThePath
    node = run.version.flow.by_key[wrong.node]
    if node.kind != NodeKind.QUESTION:
        raise Invalid({"number": [_("Only the answer to a question can be corrected.")]})
    check(True, node.takes(answer), answer, note)
    if answer == wrong.answer:
        raise Invalid({"answer": [_("This is the answer that is there already.")]})
    tell_fact(run, node, answer=answer, note=note, language=language, by=by, at=at)
    row = steps.write(run, node=node.key, answer=answer, note=note, corrects=number, by=by, at=at)
    gone = [each for each in steps.walked(run).superseded if each not in before.superseded]
    run.answers.filter(number__in=gone).update(superseded_by=row)
    for inner in run.children.running():
        _abandon(inner, reason=_("The answer that led here was corrected."), by=by, at=at)
    run.state, run.outcome, run.ended_at, run.ended_by = RunState.RUNNING, "", None, ""
    told = {"question": dict(node.text), "before": steps.said(node, wrong.answer), "answer": steps.said(node, answer)}
    steps.tell(run, "playbook_corrected", by=by, at=at, words=note.strip(), **told)
    steps.record(run, "corrected", by=by, at=at, node=node.key, number=number, before=wrong.answer, after=answer)
    arriving.arrive(run, by=by, at=at)
    return row


@transaction.atomic
def abandon(*, run: PlaybookRun, reason: str, by: Actor, at: datetime) -> PlaybookRun:
    """Stop following it. The reason is evidence for the review; a run inside goes with it."""
    run = steps.locked(run, at)
    require(policies.can_run, by, run.incident)
    steps.must_run(run)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why, in a sentence.")]})
    for inner in run.children.running():
        _abandon(inner, reason=reason, by=by, at=at)
    return _abandon(run, reason=reason, by=by, at=at)


@transaction.atomic
def adopt_newer_version(*, run: PlaybookRun, by: Actor, at: datetime) -> PlaybookRun:
    """Go on with the version published since; answers that fit it still count."""
    run = steps.locked(run, at)
    require(policies.can_run, by, run.incident)
    steps.must_run(run)
    newer = run.playbook.versions.published().filter(number__gt=run.version.number).first()
    if newer is None:
        raise NothingNewer
    before, stood_at = run.version.number, run.node
    run.version = newer
    numbers = {"before": str(before), "after": str(newer.number)}
    steps.tell(run, "playbook_adopted", by=by, at=at, **numbers)
    steps.record(run, "adopted", by=by, at=at, **numbers)
    if steps.walked(run).current == stood_at:
        run.save(update_fields=["version"])
        return run
    for inner in run.children.running():
        _abandon(inner, reason=_("The playbook around it has changed."), by=by, at=at)
    return arriving.arrive(run, by=by, at=at)


def _must_be_mendable(run: PlaybookRun) -> None:
    if run.state == RunState.RUNNING:
        return
    if run.state == RunState.ABANDONED or run.parent_id:
        raise RunOver(run)
    standing = run.incident.runs.running().filter(playbook=run.playbook, parent=None).first()
    if standing:
        raise AlreadyRunning(standing)


def _abandon(run: PlaybookRun, *, reason: str, by: Actor, at: datetime) -> PlaybookRun:
    for inner in run.children.running():
        _abandon(inner, reason=reason, by=by, at=at)
    run.state, run.abandon_reason = RunState.ABANDONED, reason.strip()
    run.ended_at, run.ended_by = at, by.label[:200]
    run.save()
    steps.tell(run, "playbook_abandoned", by=by, at=at, words=reason.strip())
    steps.record(run, "abandoned", by=by, at=at, reason=reason.strip())
    return run
