"""The forms of the room: one per verb (`moves`, `planned`), and the editor of an update (`update`)."""

from incidents.room.forms.moves import (
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
    "CancelForm",
    "ClassifyForm",
    "CloseForm",
    "EmptyForm",
    "ImpactForm",
    "MergeForm",
    "NoteForm",
    "OneRoleForm",
    "ProgressForm",
    "RecoverForm",
    "RenameForm",
    "ReopenForm",
    "RescheduleForm",
    "ResolveForm",
    "RoleForm",
    "RoomForm",
    "TouchForm",
    "UpdateForm",
]
