"""The forms of the room: one per verb (`moves`), and the editor of an update (`update`)."""

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
from incidents.room.forms.update import TouchForm, UpdateForm

__all__ = [
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
    "ResolveForm",
    "RoleForm",
    "RoomForm",
    "TouchForm",
    "UpdateForm",
]
