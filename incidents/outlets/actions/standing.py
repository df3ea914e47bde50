"""Silence an account, by hand or because it refuses us, and let it speak again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid
from incidents.outlets import policies, states
from incidents.outlets.models import Outlet
from incidents.outlets.states import State

REFUSALS = 3  # in a row


@transaction.atomic
def pause(*, outlet: Outlet, reason: str, by: Actor, at: datetime) -> Outlet:
    """Say nothing through it until somebody resumes; what waits for it is called off when its turn comes."""
    outlet = _locked(outlet)
    require(policies.can_use, by, outlet)
    reason = " ".join(str(reason).split())[:300]
    if not reason:
        raise Invalid({"reason": [_("Say why.")]})
    states.guard(outlet.state, State.PAUSED)
    return _silence(outlet, State.PAUSED, reason, by=by, at=at)


@transaction.atomic
def resume(*, outlet: Outlet, by: Actor, at: datetime) -> Outlet:
    """Speak again, from the next update on: what was said meanwhile is not repeated."""
    outlet = _locked(outlet)
    require(policies.can_use, by, outlet)
    states.guard(outlet.state, State.ACTIVE)
    outlet.state, outlet.failures_in_a_row = State.ACTIVE, 0
    outlet.stopped_at, outlet.stopped_by, outlet.stopped_reason = None, "", ""
    outlet.save(update_fields=["state", "failures_in_a_row", "stopped_at", "stopped_by", "stopped_reason"])
    audit.record("incidents.outlet.resumed", on=outlet, by=by, at=at)
    return outlet


@transaction.atomic
def refused(*, outlet: Outlet, reason: str, gone: bool = False, by: Actor, at: datetime) -> None:
    """The network will not take it: the third time in a row, or when it says "gone", we stop asking."""
    outlet = _locked(outlet)
    require(policies.can_use, by, outlet)
    if outlet.state != State.ACTIVE:
        return
    outlet.failures_in_a_row += 1
    outlet.save(update_fields=["failures_in_a_row"])
    if gone or outlet.failures_in_a_row >= REFUSALS:
        _silence(outlet, State.STOPPED, reason[:300] or "refused", by=by, at=at)


def answered(*, ids: list[int]) -> None:
    """These accepted a message: a refusal before it no longer counts as one in a row."""
    Outlet.objects.filter(pk__in=ids, failures_in_a_row__gt=0).update(failures_in_a_row=0)


def _locked(outlet: Outlet) -> Outlet:
    return Outlet.objects.select_for_update(of=("self",)).get(pk=outlet.pk)


def _silence(outlet: Outlet, state: str, reason: str, *, by: Actor, at: datetime) -> Outlet:
    outlet.state, outlet.stopped_at, outlet.stopped_by, outlet.stopped_reason = state, at, by.label[:200], reason
    outlet.save(update_fields=["state", "stopped_at", "stopped_by", "stopped_reason"])
    audit.record(f"incidents.outlet.{state}", on=outlet, by=by, at=at, reason=reason)
    return outlet
