from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core.actor import Actor, require
from feedback.desk import proposing, routing, vocabulary
from feedback.desk.models import RoutingRule
from feedback.desk.queries import rules as queries
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.actions.steps import keep, record
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, State

AT_ONCE = 200


def route_new(*, by: Actor, at: datetime) -> int:
    """Show the rules what nobody has shown them; how many there were. Safe to run twice, and beside itself."""
    waiting = list(Thread.objects.filter(is_routed=False).exclude(state=State.HELD).order_by("pk")[:AT_ONCE])
    if not waiting:
        return 0
    rules, known = queries.in_use(), vocabulary.read()
    plain = []
    for thread in waiting:
        guess = guessed(thread, known)
        if guess or routing.decide(rules, queries.facts(thread)).rules:
            route(thread=thread, rules=rules, guess=guess, by=by, at=at)
        else:
            plain.append(thread.pk)
    Thread.objects.filter(pk__in=plain).update(is_routed=True)  # no step of anybody: the words stay as they are
    return len(waiting)


def guessed(thread: Thread, known: vocabulary.Vocabulary) -> int | None:
    """The component a thread without one is surely about."""
    if thread.component_id:
        return None
    return proposing.sure(proposing.guesses(frozenset(thread.terms.split()), known.parts, known.signs))


@transaction.atomic
def route(*, thread: Thread, rules: Sequence[RoutingRule], guess: int | None, by: Actor, at: datetime) -> Thread:
    """Do what the rules say; `guess` is the component where nobody has named one, marked as proposed."""
    thread = threads.locked(thread)
    require(policies.can_triage, by, thread)
    if thread.is_routed:
        return thread
    guess = None if thread.component_id else guess
    said = routing.decide(rules, queries.facts(thread, guess))
    keep(thread, at, is_routed=True)
    changes = {"register_id": said.register, "team": said.team, "component_id": guess}
    if changes := {name: value for name, value in changes.items() if value}:
        thread = threads.triage(thread=thread, by=by, at=at, **changes)
    if guess:
        keep(thread, at, component_proposed=True)
    by_key = {rule.pk: rule for rule in rules}
    if said.assignee:
        to = next(by_key[key].assign_to for key in said.rules if by_key[key].assign_to_id == said.assignee)
        thread = threads.assign(thread=thread, to=to, by=by, at=at)
    if said.hold and thread.state in (State.NEW, State.TRIAGED):
        thread = threads.hold(thread=thread, reason=HeldFor.SPAM, by=by, at=at)
    if said.rules:
        record(thread, "routed", by=by, at=at, rules=[by_key[key].name for key in said.rules])
    return thread
