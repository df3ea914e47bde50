from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.response.forms.fields import LevelField, Moment, Sentence
from incidents.response.models import Incident
from incidents.response.states import ClosureReason, Milestone


class ResolveForm(forms.Form):
    summary = Sentence(label=_("How it ended"), help_text=_("For the timeline; customers don't read it."))


class ReopenForm(forms.Form):
    reason = Sentence(label=_("Why it wasn't over"))


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(each.value, each.label) for each in (ClosureReason.RESOLVED, ClosureReason.FALSE_ALARM)],
    )
    final_severity = LevelField(label=_("Severity, seen with hindsight"), required=False)
    note = Sentence(label=_("Note"), required=False)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Incident.objects.all(),
        to_field_name="reference",
        label=_("Duplicate of"),
        help_text=_("The reference of the incident that stays, for instance INC-2026-0042."),
        widget=forms.TextInput,
    )


class MilestoneForm(forms.Form):
    name = forms.ChoiceField(label=_("Moment"), choices=Milestone.choices)
    to = Moment(label=_("When it was"), required=False, help_text=_("Leave empty if it never was."))
    reason = Sentence(label=_("Why it is corrected"))
