from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text.translations import Language
from feedback.insight import queries

DAYS = 30
LONGEST = 3_660
BY = {
    "register": gettext_lazy("Register"),
    "component": gettext_lazy("Component"),
    "region": gettext_lazy("Region"),
    "language": gettext_lazy("Language"),
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MeasuresForm(forms.Form):
    """Which conversations the page speaks of. Both days belong to the period."""

    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput)
    register = forms.CharField(label=BY["register"], required=False, max_length=40)
    component = forms.CharField(label=BY["component"], required=False, max_length=60)
    region = forms.CharField(label=BY["region"], required=False, max_length=60)
    language = forms.ChoiceField(label=BY["language"], required=False)
    by = forms.ChoiceField(label=gettext_lazy("Broken down by"), required=False, choices=list(BY.items()))

    use_required_attribute = False

    def __init__(self, data: Any, *, today: date) -> None:
        if not data.get("since") and not data.get("until"):  # the period that is meant stands in the fields
            usual = {"since": str(today - timedelta(days=DAYS - 1)), "until": str(today)}
            data = {name: data.get(name) for name in self.base_fields if name not in usual} | usual
        super().__init__(data)
        self.today = today
        offered = queries.offered()
        self.fields["language"].choices = [("", _("All")), *Language.choices]
        register = forms.ChoiceField(label=BY["register"], required=False)
        register.choices = [("", _("All")), *offered["register"], ("none", _("Not sorted yet"))]
        self.fields["register"] = register
        self.lists = {name: offered[name] for name in ("component", "region")}
        for name in self.lists:
            self.fields[name].widget.attrs["list"] = f"{name}-list"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        until = data["until"] = data.get("until") or self.today
        since = data["since"] = data.get("since") or until - timedelta(days=DAYS - 1)
        if since > until:
            self.add_error("since", _("The period ends before it begins."))
        elif until - since > timedelta(days=LONGEST):
            self.add_error("since", _("At most ten years."))
        data["by"] = data.get("by") or "register"
        return data

    def period(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From the first moment of the first day to the end of the last."""
        first, last = self.cleaned_data["since"], self.cleaned_data["until"] + timedelta(days=1)
        return datetime.combine(first, time(), zone), datetime.combine(last, time(), zone)

    def narrowed(self) -> dict[str, str]:
        """The filters of the threads API, without the period."""
        names = ("register", "component", "region", "language")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


def today() -> date:
    return timezone.localdate()
