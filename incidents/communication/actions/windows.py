"""Time to object: what the lead has decided waits, goes out by itself, or comes back as a draft (off by default)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts import queries as accounts
from core.accounts.models import User
from core.actor import Actor, Refused, require
from core.actor import Kind as ActorKind
from core.audit import actions as audit
from core.web.errors import Conflict, Invalid
from incidents.communication import policies, queries
from incidents.communication.actions import saying, steps
from incidents.communication.errors import AlreadyPublished, NotHeld
from incidents.communication.models import ObjectionWindow, Update
from incidents.communication.states import Phase, State, WindowEnd
from incidents.response.actions import steps as response
from incidents.response.models import Incident
from incidents.response.states import EntryKind

REASON_LENGTH = 1000


def time_to_object(update: Update, incident: Incident, *, by: Actor) -> timedelta | None:
    """How long this waits; None where it goes out at once.

    The clock's own words and "still working on it" say nothing to object to, and the first word of an
    incident waits only where the rule says so.
    """
    if by.kind == ActorKind.SYSTEM or update.phase == Phase.STILL_WORKING:
        return None
    rule = queries.objection_rule(incident)
    if rule is None or not rule.seconds or (incident.last_sequence == 0 and not rule.first_message):
        return None
    return timedelta(seconds=rule.seconds)


def open_window(
    update: Update, incident: Incident, wait: timedelta, *, by: Actor, at: datetime, override_reason: str
) -> Update:
    """Let `update` wait. Whatever would keep it from going out now is refused now, not when the time is up."""
    saying.rehearse(update, incident, by=by, at=at, override_reason=override_reason)
    window = ObjectionWindow.objects.create(
        update=update,
        opened_at=at,
        opened_by=by.label[:200],
        opener_id=by.user_id,
        override_reason=override_reason,
        lapses_at=at + wait,
    )
    _keep(update, held_until=window.lapses_at)
    until = f"{window.lapses_at:%H:%M:%S} UTC"
    response.tell(incident, EntryKind.DECISION, "update_held", by=by, at=at, until=until)
    audit.record("incidents.update.held", on=update, by=by, at=at, incident=incident.reference, until=until)
    return update


@transaction.atomic
def withdraw(*, update: Update, by: Actor, at: datetime) -> Update:
    """The lead takes it back while it waits; it is a draft again. Raises `NotHeld`, `AlreadyPublished`."""
    incident = steps.locked(update.incident_id)
    require(policies.can_withdraw, by, incident)
    return _take_back(update, incident, WindowEnd.WITHDRAWN, "update_withdrawn", by=by, at=at)


@transaction.atomic
def object_to(*, update: Update, reason: str, by: Actor, at: datetime) -> Update:
    """Commander or legal stops it while it waits, and says why. Raises `NotHeld`, `AlreadyPublished`."""
    incident = steps.locked(update.incident_id)
    require(policies.can_object, by, incident)
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": [_("Say why, in a sentence.")]})
    if len(reason) > REASON_LENGTH:
        raise Invalid({"reason": [_("At most %(limit)d characters.") % {"limit": REASON_LENGTH}]})
    return _take_back(
        update, incident, WindowEnd.OBJECTED, "update_objected", by=by, at=at, reason=reason, person=by.label
    )


@transaction.atomic
def let_out(*, window: ObjectionWindow, by: Actor, at: datetime) -> Update | None:
    """Publish what nobody objected to, in the name of who decided it; None where there is nothing to do.

    Computed from state: called twice, or late after a crash, it publishes once. What cannot go out any
    more (a fact withdrawn, a state that has moved on) is a draft again, with the reason.
    """
    require(policies.can_let_out, by)
    incident = steps.locked(Update.objects.values_list("incident_id", flat=True).get(pk=window.update_id))
    window = ObjectionWindow.objects.select_for_update(of=("self",)).get(pk=window.pk)
    if window.ended_at or window.lapses_at > at:
        return None
    update = Update.objects.get(pk=window.update_id)
    try:
        with transaction.atomic():
            _keep(update, held_until=None)
            decider = _decider(window)
            update = saying.say(update, incident, by=decider, at=at, override_reason=window.override_reason)
    except (Conflict, Invalid, Refused) as error:
        window.finish(WindowEnd.FAILED, by=by.label, at=at, reason=str(error))
        update = Update.objects.get(pk=window.update_id)
        _keep(update, held_until=None)
        response.tell(incident, EntryKind.DECISION, "update_failed", by=by, at=at, words=str(error))
        audit.record("incidents.update.not_let_out", on=update, by=by, at=at, reason=str(error))
        return None
    window.finish(WindowEnd.SAID, by=by.label, at=at)
    audit.record("incidents.update.let_out", on=update, by=by, at=at, incident=incident.reference)
    return update


def _decider(window: ObjectionWindow) -> Actor:
    """Who pressed publish, with the rights they have now."""
    opener = User.objects.filter(pk=window.opener_id, is_active=True).first()
    if opener is None:
        raise Invalid({"": [_("Whoever decided this has no account any more.")]})
    return accounts.actor_for_user(opener)


def _take_back(
    update: Update,
    incident: Incident,
    end: WindowEnd,
    what: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **params: str,
) -> Update:
    update = Update.objects.get(pk=update.pk)
    if update.state == State.PUBLISHED:
        raise AlreadyPublished(update)
    window = ObjectionWindow.objects.select_for_update(of=("self",)).open().filter(update=update).first()
    if window is None:
        raise NotHeld
    window.finish(end, by=by.label, at=at, reason=reason)
    _keep(update, held_until=None)
    response.tell(incident, EntryKind.DECISION, what, by=by, at=at, words=reason, **params)
    data = {"incident": incident.reference, **({"reason": reason} if reason else {})}
    audit.record(f"incidents.update.{end.value}", on=update, by=by, at=at, **data)
    return update


def _keep(update: Update, *, held_until: datetime | None) -> None:
    """Another version: a page that was open before must load again."""
    update.held_until = held_until
    update.version += 1
    update.save(update_fields=["held_until", "version"])
