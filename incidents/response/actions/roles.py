from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor, require
from incidents.response import policies
from incidents.response.actions.steps import locked, record, tell
from incidents.response.errors import RoleConflict, RoleNotHeld, invalid
from incidents.response.models import Incident, RoleAssignment
from incidents.response.states import RESOLVER_ROLES, SINGLE_HOLDER, EntryKind, Role


@transaction.atomic
def assign(*, incident: Incident, role: str, user: User, by: Actor, at: datetime) -> RoleAssignment:
    """Give somebody a role. Where only one may hold it, whoever held it is relieved.

    Whoever is given command leaves the other resolver roles; the commander is given none (`RoleConflict`).
    """
    incident = _ready(incident, role, at)
    require(policies.can_assign, by, incident, role)
    return _give(incident, role, user, by=by, at=at, what="assigned", replaced="replaced")


@transaction.atomic
def hand_over(*, incident: Incident, role: str, to: User, note: str, by: Actor, at: datetime) -> RoleAssignment:
    """Pass a role on with what the next one must know; `note` stays with the assignment."""
    incident = _ready(incident, role, at)
    require(policies.can_hand_over, by, incident, role)
    holder = _open(incident, role).filter(user_id=by.user_id).first() or _open(incident, role).first()
    if holder is None:
        raise RoleNotHeld(_("Nobody holds this role. Assign it, or take it over."))
    return _give(
        incident, role, to, by=by, at=at, what="assigned", replaced="handed_over", from_row=holder, note=note.strip()
    )


@transaction.atomic
def take_over(*, incident: Incident, role: str, by: Actor, at: datetime) -> RoleAssignment:
    """One click: the role is mine now. Logged, and whoever held it sees it."""
    incident = _ready(incident, role, at)
    require(policies.can_take_over, by, incident, role)
    me = get_user_model().objects.get(pk=by.user_id)
    return _give(incident, role, me, by=by, at=at, what="taken", replaced="taken_over")


@transaction.atomic
def release(*, incident: Incident, role: str, by: Actor, at: datetime, user: User | None = None) -> Incident:
    """Put a role down (one's own, unless `user` is named); nobody holds it until somebody takes it."""
    incident = _ready(incident, role, at)
    holder = user.pk if user else by.user_id
    require(policies.can_release if holder == by.user_id else policies.can_assign, by, incident, role)
    row = _open(incident, role).filter(user_id=holder).select_related("user").first()
    if row is None:
        raise RoleNotHeld(_("This role isn't held by that person."))
    _end(row, by=by, at=at)
    tell(incident, EntryKind.ROLE, "released", by=by, at=at, role=str(role), person=str(row.user))
    record(incident, "role_released", by=by, at=at, role=str(role), user=row.user_id)
    return incident


def _ready(incident: Incident, role: str, at: datetime) -> Incident:
    if role not in Role.values:
        raise invalid(role=_("Unknown role. Known: %(names)s.") % {"names": ", ".join(Role.values)})
    return locked(incident, at)


def _open(incident: Incident, role: str) -> QuerySet[RoleAssignment]:
    return incident.assignments.filter(role=role, to_at=None).order_by("from_at", "pk")


def _give(
    incident: Incident,
    role: str,
    user: User,
    *,
    by: Actor,
    at: datetime,
    what: str,
    replaced: str,
    from_row: RoleAssignment | None = None,
    note: str = "",
) -> RoleAssignment:
    """End whom it is taken from, open the new row, tell both in one line."""
    if not user.is_active:
        raise invalid(user=_("This person's account is disabled."))
    mine = _open(incident, role).filter(user=user).first()
    if mine:
        return mine
    _keep_command_apart(incident, role, user, by=by, at=at)
    if from_row is None and role in SINGLE_HOLDER:
        from_row = _open(incident, role).first()
    if from_row:
        _end(from_row, by=by, at=at, note=note)
    row = incident.assignments.create(role=role, user=user, from_at=at, from_by=by.label[:200])
    incident.calls.unanswered().filter(role=role).update(answered_at=at, answered_by=str(user)[:200])
    story = {"role": str(role), "person": str(user)}
    if from_row:
        tell(incident, EntryKind.ROLE, replaced, by=by, at=at, words=note, before=str(from_row.user), **story)
    else:
        tell(incident, EntryKind.ROLE, what, by=by, at=at, **story)
    verb = "role_handed_over" if note else "role_taken_over" if replaced == "taken_over" else "role_assigned"
    record(incident, verb, by=by, at=at, role=str(role), user=user.pk, before=from_row.user_id if from_row else None)
    return row


def _keep_command_apart(incident: Incident, role: str, user: User, *, by: Actor, at: datetime) -> None:
    if role in RESOLVER_ROLES and _open(incident, Role.COMMANDER).filter(user=user).exists():
        raise RoleConflict(
            _("%(person)s commands this incident and decides only. Hand command over or release it first.")
            % {"person": user}
        )
    if role == Role.COMMANDER:
        for row in incident.assignments.filter(user=user, role__in=RESOLVER_ROLES, to_at=None):
            _end(row, by=by, at=at)
            tell(incident, EntryKind.ROLE, "released", by=by, at=at, role=row.role, person=str(user))


def _end(row: RoleAssignment, *, by: Actor, at: datetime, note: str = "") -> None:
    if at < row.from_at:
        raise invalid(at=_("This moment lies before the role was given."))
    row.to_at, row.to_by, row.handoff_note = at, by.label[:200], note
    row.save(update_fields=["to_at", "to_by", "handoff_note"])
