"""What people type about an incident outside its room: declaring it, and the buttons of its record."""

from incidents.response.forms.declare import DeclareForm
from incidents.response.forms.moves import CloseForm, MergeForm, MilestoneForm, ReopenForm, ResolveForm

__all__ = ["CloseForm", "DeclareForm", "MergeForm", "MilestoneForm", "ReopenForm", "ResolveForm"]
