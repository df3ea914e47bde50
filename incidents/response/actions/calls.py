"""Calling people: a call is answered by taking the role, and passes on when nobody does."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor, require
from incidents.response import policies
from incidents.response.actions.roles import take_over
from incidents.response.actions.steps import locked, record, tell
from incidents.response.actions.summon import summon
from incidents.response.errors import CallIsOver, invalid
from incidents.response.models import Incident, RoleAssignment, RoleCall
from incidents.response.states import CALL_LAPSES_AFTER_MINUTES, SINGLE_HOLDER, STANDS_IN, CallEnd, EntryKind, Role

LAPSES_AFTER = timedelta(minutes=CALL_LAPSES_AFTER_MINUTES)


@transaction.atomic
def call(*, incident: Incident, role: str, user: User | None = None, by: Actor, at: datetime) -> RoleCall:
    """Want somebody for a role: `user`, or whoever is trusted with it. One open call per role: the first stays.

    It is answered when the role is taken or given; else it lapses after `CALL_LAPSES_AFTER_MINUTES`.
    """
    if role not in Role.values:
        raise invalid(role=_("Unknown role. Known: %(names)s.") % {"names": ", ".join(Role.values)})
    incident = locked(incident, at)
    require(policies.can_call, by, incident, role)
    if user and not user.is_active:
        raise invalid(user=_("This person's account is disabled."))
    standing = incident.calls.unanswered().filter(role=role).first()
    return standing or _open(incident, role, user, by=by, at=at)


@transaction.atomic
def call_missing(*, incident: Incident, roles: Iterable[str], by: Actor, at: datetime) -> list[RoleCall]:
    """Call for each of `roles` that nobody holds and nobody is called for; unknown names are passed over."""
    incident = locked(incident, at)
    held = set(incident.assignments.filter(to_at=None).values_list("role", flat=True))
    called = set(incident.calls.unanswered().values_list("role", flat=True))
    missing = [role for role in dict.fromkeys(roles) if role in Role.values and role not in held | called]
    return [call(incident=incident, role=role, by=by, at=at) for role in missing]


@transaction.atomic
def let_lapse(*, call: RoleCall, by: Actor, at: datetime) -> RoleCall | None:
    """End a call whose time is up and pass it to the substitute; the new call, None where it ends here.

    Computed from the row alone: run late, twice or by two workers, it passes on once.
    """
    incident = locked(call.incident, at)
    require(policies.can_call, by, incident, call.role)
    call = RoleCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if call.answered_at or call.ended_at or call.lapses_at > at:
        return None
    if not incident.is_open:
        _end(call, CallEnd.OVER, by=by, at=at)
        return None
    _end(call, CallEnd.LAPSED, by=by, at=at)
    tell(incident, EntryKind.ROLE, "call_lapsed", by=by, at=at, role=call.role, minutes=str(CALL_LAPSES_AFTER_MINUTES))
    return _pass_on(incident, call, by=by, at=at)


@transaction.atomic
def answer(*, call: RoleCall, by: Actor, at: datetime) -> RoleAssignment:
    """Say yes: the role is mine. Also to a call that lapsed, as long as nobody else has taken the role.

    Raises `CallIsOver` where somebody has, or the incident is over: a late yes relieves nobody.
    """
    incident = locked(call.incident, at)
    call = RoleCall.objects.select_related("incident").get(pk=call.pk)
    require(policies.can_answer, by, call)
    mine = incident.assignments.filter(role=call.role, to_at=None, user_id=by.user_id).first()
    if mine:
        return mine
    if call.answered_at:
        raise CallIsOver(_("%(person)s has answered already.") % {"person": call.answered_by})
    held = incident.assignments.filter(role=call.role, to_at=None).select_related("user").first()
    if held and call.role in SINGLE_HOLDER and call.ended_at:
        raise CallIsOver(_("%(person)s holds this role now.") % {"person": held.user})
    if not incident.is_open or call.end in (CallEnd.WITHDRAWN, CallEnd.OVER):
        raise CallIsOver(_("Nobody is called for this role any more."))
    return take_over(incident=incident, role=call.role, by=by, at=at)


@transaction.atomic
def decline_call(*, incident: Incident, role: str, by: Actor, at: datetime) -> Incident:
    """Say no to one's own call, so that it passes on at once. Raises `CallIsOver` where nobody is called."""
    incident = locked(incident, at)
    call = incident.calls.unanswered().filter(role=role).select_related("user").first()
    if call is None or not incident.is_open:
        raise CallIsOver(_("Nobody is called for this role any more."))
    require(policies.can_decline, by, call)
    _end(call, CallEnd.DECLINED, by=by, at=at)
    tell(incident, EntryKind.ROLE, "call_declined", by=by, at=at, role=call.role, person=str(call.user))
    record(incident, "call_declined", by=by, at=at, role=call.role)
    _pass_on(incident, call, by=by, at=at)
    return incident


@transaction.atomic
def withdraw_call(*, incident: Incident, role: str, by: Actor, at: datetime) -> Incident:
    """Nobody is wanted for this role any more. Nothing happens where nobody is called."""
    incident = locked(incident, at)
    require(policies.can_call, by, incident, role)
    standing = incident.calls.unanswered().filter(role=role).first()
    if standing:
        _end(standing, CallEnd.WITHDRAWN, by=by, at=at)
        tell(incident, EntryKind.ROLE, "call_withdrawn", by=by, at=at, role=str(role))
        record(incident, "call_withdrawn", by=by, at=at, role=str(role))
    return incident


def _pass_on(incident: Incident, call: RoleCall, *, by: Actor, at: datetime) -> RoleCall | None:
    """To whoever stands in, else to whoever can; a call to everybody ends, and the vacant role stays visible."""
    stands_in = _substitute(incident, call)
    if stands_in is None and call.user_id is None:
        return None
    call.passed_on_to = _open(incident, call.role, stands_in, by=by, at=at)
    call.save(update_fields=["passed_on_to"])
    return call.passed_on_to


def _open(incident: Incident, role: str, user: User | None, *, by: Actor, at: datetime) -> RoleCall:
    row = incident.calls.create(
        role=role, user=user, called_at=at, called_by=by.label[:200], lapses_at=at + LAPSES_AFTER
    )
    if user:
        tell(incident, EntryKind.ROLE, "called_person", by=by, at=at, role=str(role), person=str(user))
    else:
        tell(incident, EntryKind.ROLE, "called", by=by, at=at, role=str(role))
    record(incident, "role_called", by=by, at=at, role=str(role), user=user.pk if user else None)
    summon(row, by=by, at=at)
    return row


def _end(call: RoleCall, end: CallEnd, *, by: Actor, at: datetime) -> None:
    call.ended_at, call.ended_by, call.end = at, by.label[:200], end
    call.save(update_fields=["ended_at", "ended_by", "end"])


def _substitute(incident: Incident, call: RoleCall) -> User | None:
    """Who stands in on this incident and has not been called in vain already."""
    in_vain = incident.calls.filter(role=call.role, end__in=(CallEnd.LAPSED, CallEnd.DECLINED))
    asked = set(in_vain.values_list("user_id", flat=True))
    held = incident.assignments.filter(role__in=STANDS_IN, to_at=None).select_related("user").order_by("from_at", "pk")
    rows = sorted(held, key=lambda row: STANDS_IN.index(row.role))
    return next((row.user for row in rows if row.user_id not in asked and row.user.is_active), None)
