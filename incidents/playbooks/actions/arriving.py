"""What coming to a node does: prepare the message, call the roles, begin the playbook inside, end."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.web.errors import Conflict, Invalid
from incidents.communication import actions as communication
from incidents.communication import policies as communication_policies
from incidents.communication.models import Update
from incidents.communication.states import Phase
from incidents.message_templates import queries as message_templates
from incidents.message_templates.actions import begin as begin_message
from incidents.playbooks.actions import run_steps as steps
from incidents.playbooks.flow import Node
from incidents.playbooks.models import Playbook, PlaybookRun
from incidents.playbooks.run_states import DEEPEST, RunState
from incidents.playbooks.states import DONE, NodeKind
from incidents.response import actions as response
from incidents.response import policies as response_policies


def arrive(run: PlaybookRun, *, by: Actor, at: datetime) -> PlaybookRun:
    """Bring the row in line with its answers, and do what the node it stands at asks for."""
    walk = steps.walked(run)
    run.node, run.entered_at, run.entered_by, run.draft = walk.current, at, by.label[:200], None
    node = run.version.flow.by_key.get(walk.current)
    if node is None or walk.asks_again:
        return _save(run)
    if node.kind == NodeKind.END:
        return _end(run, node, by=by, at=at)
    if node.kind == NodeKind.MESSAGE:
        run.draft = _prepared(run, node, by=by, at=at)
    if node.kind == NodeKind.ASSIGNMENT and response_policies.can_respond(by, run.incident):
        response.call_missing(incident=run.incident, roles=node.roles, by=by, at=at)
    _save(run)
    if node.kind == NodeKind.SUB_PLAYBOOK:
        _begin_inside(run, node, by=by, at=at)
    return run


def begin(
    run: PlaybookRun,
    *,
    by: Actor,
    at: datetime,
) -> PlaybookRun:
    """Write a new run's row, tell, and arrive at its first node."""
    run.node, run.entered_at, run.entered_by = run.version.flow.start, at, by.label[:200]
    run.started_at, run.started_by = at, by.label[:200]
    run.save()
    steps.tell(run, "playbook_started", by=by, at=at, version=str(run.version.number))
    steps.record(run, "started", by=by, at=at, playbook=run.playbook.slug, version=run.version.number)
    return arrive(run, by=by, at=at)


def _save(run: PlaybookRun) -> PlaybookRun:
    run.save()
    return run


def _end(run: PlaybookRun, node: Node, *, by: Actor, at: datetime) -> PlaybookRun:
    run.state, run.outcome, run.ended_at, run.ended_by = RunState.ENDED, node.outcome, at, by.label[:200]
    run.save()
    steps.tell(run, "playbook_ended", by=by, at=at, outcome=str(node.outcome))
    steps.record(run, "ended", by=by, at=at, outcome=str(node.outcome))
    if run.parent_id:
        _hand_back(run, by=by, at=at)
    return run


def _hand_back(run: PlaybookRun, *, by: Actor, at: datetime) -> None:
    """The playbook outside goes on where it called this one."""
    outer = PlaybookRun.objects.select_for_update(of=("self",)).get(pk=run.parent_id)
    outer.incident = run.incident
    if outer.is_running and outer.node == run.parent_node:
        steps.write(outer, node=outer.node, answer=DONE, note=str(run.get_outcome_display()), by=by, at=at)
        arrive(outer, by=by, at=at)


def _begin_inside(run: PlaybookRun, node: Node, *, by: Actor, at: datetime) -> None:
    """Begin the playbook that is called here. Where there is none to run, a person goes on."""
    depth, outer = 1, run
    while outer.parent is not None:
        depth, outer = depth + 1, outer.parent
    inner = Playbook.objects.in_use().filter(slug=node.playbook).first()
    if inner is None or depth >= DEEPEST:
        return
    version = inner.versions.published().get()
    begin(
        PlaybookRun(incident=run.incident, playbook=inner, version=version, parent=run, parent_node=node.key),
        by=by,
        at=at,
    )


def _prepared(run: PlaybookRun, node: Node, *, by: Actor, at: datetime) -> Update | None:
    """The draft for this message: one of its phase that nobody has published yet, else a new one.

    None where no approved words exist: then a person writes it.
    """
    incident = run.incident
    if not communication_policies.can_draft(by, incident):
        return None
    waiting = incident.updates.drafts().filter(phase=node.phase).order_by("-drafted_at", "-pk").first()
    if waiting or not node.phase:
        return waiting
    approved = message_templates.approved(node.template) if node.template else None
    if approved is None:
        return communication.hold(incident=incident, by=by, at=at) if node.phase == Phase.HOLDING else None
    try:
        with transaction.atomic():
            return begin_message(version=approved, incident=incident, phase=node.phase, by=by, at=at)
    except (Conflict, Invalid):  # for instance a state that can't be told now: then a person writes it
        return None
