from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor, require
from core.web.errors import Conflict
from feedback import signals
from feedback.targets.models import Showing
from feedback.threads import policies, states
from feedback.threads.actions.steps import clocks, keep, locked, mark_opening, policy_of, record
from feedback.threads.models import Thread
from feedback.threads.states import HeldFor, Kind, PrivateFor, State, Visibility


class SaidInPrivate(Conflict):
    """The subject and every word came in confidence."""

    code = "said_in_private"

    def __init__(self) -> None:
        super().__init__(_("This was said in private and stays private. Ask the customer to post it in the community."))


SORTABLE = frozenset({"register_id", "component_id", "region_id", "language", "team"})


@transaction.atomic
def triage(*, thread: Thread, by: Actor, at: datetime, **changes: Any) -> Thread:
    """Say what it is: any of register_id, component_id, region_id, language, team.

    The clocks run from when the customer wrote. A register whose policy is private hides the thread from
    everybody at once; none shows what came in private.
    """
    unknown = changes.keys() - SORTABLE
    if unknown:
        raise TypeError(f"not sorted by {sorted(unknown)}")
    thread = locked(thread)
    require(policies.can_triage, by, thread)
    for name, value in changes.items():
        setattr(thread, name, value)
    policy = policy_of(thread)
    if "register_id" in changes:
        changes |= clocks(thread, policy, thread.waits_since or thread.customer_wrote_at)
        if thread.state == State.NEW and policy:
            changes["state"] = State.TRIAGED
        if policy and policy.showing == Showing.PRIVATE:
            changes["visibility"] = Visibility.PRIVATE
            mark_opening(thread, PrivateFor.REGISTER)
        if thread.state == State.TRIAGED and not policy:
            changes["state"] = State.NEW
    if "component_id" in changes:
        changes["component_proposed"] = False
    fresh = Thread.objects.values(*changes).get(pk=thread.pk)
    keep(thread, at, **changes)
    named = SORTABLE & changes.keys()
    record(
        thread,
        "triaged",
        by=by,
        at=at,
        before={name: fresh[name] for name in sorted(named)},
        after={name: changes[name] for name in sorted(named)},
    )
    signals.triaged.send(sender=Thread, thread=thread, by=by, at=at)
    return thread


@transaction.atomic
def assign(*, thread: Thread, to: User | None, by: Actor, at: datetime) -> Thread:
    """Whose it is; nobody's when `to` is None."""
    thread = locked(thread)
    require(policies.can_triage, by, thread)
    before = keep(thread, at, assignee=to)
    record(thread, "assigned", by=by, at=at, before=before, after={"assignee": str(to) if to else None})
    return thread


@transaction.atomic
def hold(*, thread: Thread, reason: str = HeldFor.STAFF, by: Actor, at: datetime) -> Thread:
    """Set aside what looks like spam; it stays, with its reason, and can be let through."""
    thread = locked(thread)
    require(policies.can_triage, by, thread)
    states.guard(thread.state, State.HELD)
    before = keep(thread, at, state=State.HELD, held_for=reason)
    record(thread, "held", by=by, at=at, before=before, after={"held_for": reason})
    return thread


@transaction.atomic
def release(*, thread: Thread, by: Actor, at: datetime) -> Thread:
    """Let a held one through: somebody is waiting behind it after all."""
    thread = locked(thread)
    require(policies.can_triage, by, thread)
    if thread.state != State.HELD:
        return thread
    owed = clocks(thread, policy_of(thread), at)
    before = keep(thread, at, state=State.NEW, held_for="", waits_since=at, **owed)
    record(thread, "released", by=by, at=at, before={"held_for": before["held_for"]})
    signals.released.send(sender=Thread, thread=thread, by=by, at=at)
    return thread


@transaction.atomic
def show(*, thread: Thread, visibility: str, by: Actor, at: datetime) -> Thread:
    """Between everybody and the customer alone. What was said in private stays private: raises `SaidInPrivate`."""
    thread = locked(thread)
    require(policies.can_triage, by, thread)
    if visibility == Visibility.PUBLIC and not thread.messages.filter(kind=Kind.PUBLIC).exists():
        raise SaidInPrivate
    mark_opening(thread, PrivateFor.STAFF if visibility == Visibility.PRIVATE else "")
    before = keep(thread, at, visibility=visibility)
    record(thread, "shown", by=by, at=at, before=before, after={"visibility": visibility})
    return thread


@transaction.atomic
def choose(*, thread: Thread, reply_by: str, by: Actor, at: datetime, **contact: str) -> Thread:
    """The channel of the customer's choice; `contact` is email or telephone where that needs one."""
    thread = locked(thread)
    require(policies.can_choose, by, thread)
    before = keep(thread, at, reply_by=reply_by, **contact)
    record(
        thread, "channel_chosen", by=by, at=at, before={"reply_by": before["reply_by"]}, after={"reply_by": reply_by}
    )
    return thread


@transaction.atomic
def want_updates(*, thread: Thread, wants: bool, by: Actor, at: datetime) -> Thread:
    """Whether the customer hears of every update of the incident the thread is linked to."""
    thread = locked(thread)
    require(policies.can_choose, by, thread)
    if thread.wants_updates != wants:
        before = keep(thread, at, wants_updates=wants)
        record(thread, "updates_chosen", by=by, at=at, before=before, after={"wants_updates": wants})
    return thread
