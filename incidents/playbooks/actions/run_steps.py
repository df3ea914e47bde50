"""The steps that every action on a run shares: lock, find the place, write a line, arrive."""

from datetime import datetime

from core.actor import Actor
from core.audit import actions as audit
from incidents.communication.models import Update
from incidents.playbooks import paths
from incidents.playbooks.flow import Node, Walk
from incidents.playbooks.models import PlaybookRun, RunAnswer
from incidents.playbooks.run_errors import RunOver
from incidents.playbooks.states import UNKNOWN, NodeKind
from incidents.response.actions import steps as response
from incidents.response.models import Incident
from incidents.response.states import EntryKind, MoveNotAllowed, Role, State


def locked(run: PlaybookRun, at: datetime) -> PlaybookRun:
    """The run as it is now; its incident's lock makes everybody who follows it wait in line."""
    incident = response.locked(run.incident, at)
    fresh = PlaybookRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    fresh.incident = incident
    return fresh


def must_run(run: PlaybookRun) -> None:
    if not run.is_running:
        raise RunOver(run)


def must_be_open(incident: Incident) -> None:
    """What is closed is followed no more; what is resolved may still have its last messages to say."""
    if incident.state in (State.CLOSED, State.COMPLETED):
        raise MoveNotAllowed(incident.state, incident.state, allowed=())


def held_role(incident: Incident, by: Actor) -> str:
    """The first role, in the order people look for them, that the person holds now."""
    if by.user_id is None:
        return ""
    held = set(incident.assignments.filter(user_id=by.user_id, to_at=None).values_list("role", flat=True))
    return next((role.value for role in Role if role.value in held), "")


def write(
    run: PlaybookRun,
    *,
    node: str,
    answer: str,
    note: str = "",
    corrects: int | None = None,
    update: Update | None = None,
    by: Actor,
    at: datetime,
) -> RunAnswer:
    """One line of the log, under the next number."""
    return run.answers.create(
        number=run.answers.count() + 1,
        node=node,
        answer=answer,
        note=note.strip(),
        corrects=corrects,
        update=update,
        version_number=run.version.number,
        answered_at=at,
        answered_by=by.label[:200],
        role=held_role(run.incident, by),
    )


def walked(run: PlaybookRun) -> Walk:
    return paths.walked(run.version.flow, run.answers.order_by("number"))


def tell(run: PlaybookRun, what: str, *, by: Actor, at: datetime, words: str = "", **params: object) -> None:
    response.tell(
        run.incident, EntryKind.PLAYBOOK, what, by=by, at=at, words=words, playbook=paths.titles(run.playbook), **params
    )


def record(run: PlaybookRun, verb: str, *, by: Actor, at: datetime, **data: object) -> None:
    audit.record(f"incidents.playbookrun.{verb}", on=run, by=by, at=at, incident=run.incident.reference, **data)


def said(node: Node, answer: str) -> dict[str, str]:
    """The answer's words per language, for the timeline; empty where nothing was asked."""
    if node.kind != NodeKind.QUESTION:
        return {}
    chosen = node.answer(answer)
    return (
        dict(chosen.text) if chosen else dict(paths.in_all_languages(paths.UNKNOWN_WORDS)) if answer == UNKNOWN else {}
    )
