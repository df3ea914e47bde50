"""What people type about a planned window."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.response.forms.fields import Moment, Sentence
from incidents.room.forms.moves import RoomForm


class RescheduleForm(RoomForm):
    scheduled_for = Moment(label=_("Planned from"))
    scheduled_until = Moment(label=_("Planned until"))
    reason = Sentence(label=_("Why it moves"), rows=2, help_text=_("For the timeline; customers don't read it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("scheduled_for", "scheduled_until"):
            self.initial.setdefault(name, getattr(self.incident, name))


class CancelForm(RoomForm):
    reason = Sentence(
        label=_("Why it is called off"), rows=2, help_text=_("For the timeline; customers don't read it.")
    )


class AutomateForm(RoomForm):
    auto = forms.BooleanField(label=_("Begins and ends by itself, and tells readers"), required=False)
    reminder_hours = forms.CharField(
        label=_("Reminders, hours before"),
        required=False,
        help_text=_("Whole hours with commas between them, for instance 48, 2. Empty: none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("auto", self.incident.auto)
        self.initial.setdefault("reminder_hours", ", ".join(map(str, self.incident.reminder_hours)))

    def clean_reminder_hours(self) -> list[int]:
        parts = [part.strip() for part in self.cleaned_data["reminder_hours"].replace("、", ",").split(",")]
        try:
            return [int(part) for part in parts if part]
        except ValueError as problem:
            raise forms.ValidationError(_("Write whole hours with commas between them.")) from problem
