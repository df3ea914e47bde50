from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.crisis.actions.declare import heading
from feedback.threads.models import Thread
from incidents.catalogue.models import Component, Region, SeverityLevel
from incidents.catalogue.states import ComponentStatus

STATUSES = [choice for choice in ComponentStatus.choices if choice[0] != ComponentStatus.OPERATIONAL]


class DeclareForm(forms.Form):
    """Filled in already: one press is enough. `clean()` gives the keyword arguments of `actions.declare`."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Readers may see it: say what fails, and nothing that only this customer knows."),
    )
    component = forms.ModelChoiceField(
        Component.objects.order_by("position", "name", "pk"), label=_("Component"), required=False
    )
    status = forms.ChoiceField(
        label=_("How badly"), choices=STATUSES, initial=ComponentStatus.DEGRADED_PERFORMANCE, required=False
    )
    region = forms.ModelChoiceField(
        Region.objects.order_by("position", "name", "pk"),
        label=_("Region"),
        required=False,
        help_text=_("None chosen means everywhere."),
    )
    severity = forms.ModelChoiceField(
        SeverityLevel.objects.order_by("-level"),
        label=_("Severity"),
        required=False,
        empty_label=_("Not decided yet"),
    )
    summary = forms.CharField(
        label=_("What is known so far"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["status"] = data.get("status") or ComponentStatus.DEGRADED_PERFORMANCE
        return data


def filled(thread: Thread) -> list[tuple[str, Any]]:
    """The whole form as hidden fields, for the one press."""
    return [(name, value) for name, value in first(thread).items() if value]


def first(thread: Thread) -> dict[str, Any]:
    """What the form begins with."""
    return {"title": heading(thread.component), "component": thread.component_id, "region": thread.region_id}
