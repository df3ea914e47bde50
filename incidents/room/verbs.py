"""What can be done in the room: one row per verb: its form, the action it calls, where one lands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.actor import Actor
from incidents.communication import actions as communication
from incidents.communication.models import Signature, Update
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.room import forms


@dataclass(frozen=True, slots=True)
class Verb:
    """`run(incident=, by=, at=, **cleaned data)`; `done` is said afterwards, `section` is landed in."""

    form: type[forms.RoomForm]
    run: Callable[..., Any]
    done: str | Promise
    section: str = "top"


def give_role(*, incident: Incident, role: str, user: User, note: str, by: Actor, at: datetime) -> None:
    """With a note it is a handover by or for the holder; without one the role is simply given."""
    if note.strip():
        response.hand_over(incident=incident, role=role, to=user, note=note, by=by, at=at)
    else:
        response.assign(incident=incident, role=role, user=user, by=by, at=at)


def sign(*, incident: Incident, signature: Signature, by: Actor, at: datetime, **said: str) -> None:
    communication.sign(signature=signature, by=by, at=at, **said)


def refuse(*, incident: Incident, signature: Signature, reason: str, by: Actor, at: datetime) -> None:
    communication.refuse(signature=signature, reason=reason, by=by, at=at)


def withdraw(*, incident: Incident, update: Update, by: Actor, at: datetime) -> None:
    communication.withdraw(update=update, by=by, at=at)


def object_to(*, incident: Incident, update: Update, reason: str, by: Actor, at: datetime) -> None:
    communication.object_to(update=update, reason=reason, by=by, at=at)


VERBS: dict[str, Verb] = {
    "acknowledge": Verb(forms.EmptyForm, response.acknowledge, _("Acknowledged.")),
    "progress": Verb(forms.ProgressForm, response.progress, _("The state has changed.")),
    "resolve": Verb(forms.ResolveForm, response.resolve, _("Resolved. Tell the readers that it is over.")),
    "reopen": Verb(forms.ReopenForm, response.reopen, _("Reopened.")),
    "close": Verb(forms.CloseForm, response.close, _("Closed.")),
    "merge": Verb(forms.MergeForm, response.merge, _("Merged.")),
    "reschedule": Verb(forms.RescheduleForm, response.reschedule, _("The window has moved.")),
    "cancel": Verb(forms.CancelForm, response.cancel_maintenance, _("Called off.")),
    "automate": Verb(forms.AutomateForm, response.automate, _("Noted.")),
    "classify": Verb(forms.ClassifyForm, response.classify, _("The severity has changed.")),
    "rename": Verb(forms.RenameForm, response.rename, _("Renamed.")),
    "role": Verb(forms.RoleForm, give_role, _("The role is given."), "roles"),
    "take-over": Verb(forms.OneRoleForm, response.take_over, _("The role is yours."), "roles"),
    "release": Verb(forms.OneRoleForm, response.release, _("You have put the role down."), "roles"),
    "call": Verb(forms.CallForm, response.call, _("Called. The call passes on after 5 minutes."), "roles"),
    "withdraw-call": Verb(forms.OneRoleForm, response.withdraw_call, _("Nobody is called any more."), "roles"),
    "impact": Verb(forms.ImpactForm, response.set_impact, _("The impact is noted."), "impact"),
    "recover": Verb(forms.RecoverForm, response.recover, _("Recovered."), "impact"),
    "sign": Verb(forms.SignForm, sign, _("Signed. The lead can publish it."), "decisions"),
    "refuse": Verb(forms.RefuseForm, refuse, _("Refused, with your reason. The lead is told."), "decisions"),
    "withdraw": Verb(forms.WithdrawForm, withdraw, _("It does not go out, and is a draft again."), "decisions"),
    "object": Verb(forms.ObjectForm, object_to, _("It does not go out. The lead sees your reason."), "decisions"),
    "note": Verb(forms.NoteForm, response.note, _("Noted."), "timeline"),
}
