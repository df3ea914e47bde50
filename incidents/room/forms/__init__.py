"""The forms of the room: one per verb (`moves`, `planned`), and the editor of an update (`update`)."""

from incidents.room.forms.decisions import ObjectForm, RefuseForm, SignForm, WithdrawForm
from incidents.room.forms.moves import (
    CallForm,
    ClassifyForm,
    CloseForm,
    EmptyForm,
    ImpactForm,
    MergeForm,
    NoteForm,
    OneRoleForm,
    ProgressForm,
    RecoverForm,
    RenameForm,
    ReopenForm,
    ResolveForm,
    RoleForm,
    RoomForm,
)
from incidents.room.forms.planned import AutomateForm, CancelForm, RescheduleForm
from incidents.room.forms.update import TouchForm, UpdateForm

__all__ = [
    "AutomateForm",
    "CallForm",
    "CancelForm",
    "ClassifyForm",
    "CloseForm",
    "EmptyForm",
    "ImpactForm",
    "MergeForm",
    "NoteForm",
    "ObjectForm",
    "OneRoleForm",
    "ProgressForm",
    "RecoverForm",
    "RefuseForm",
    "RenameForm",
    "ReopenForm",
    "RescheduleForm",
    "ResolveForm",
    "RoleForm",
    "RoomForm",
    "SignForm",
    "TouchForm",
    "UpdateForm",
    "WithdrawForm",
]
