from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents.catalogue.models import SeverityLevel


class LevelField(forms.ModelChoiceField):
    """A severity level, number and name together, the worst first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(SeverityLevel.objects.prefetch_related("translations").order_by("-level"), **kwargs)

    def label_from_instance(self, level: SeverityLevel) -> str:
        return level.name_in(get_language())


class Sentence(forms.CharField):
    """A few lines of plain text."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=10_000, **kwargs)


class Moment(forms.SplitDateTimeField):
    """Day and time in the person's own time zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": _("Day")},
            time_attrs={"type": "time", "aria-label": _("Time")},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )
        super().__init__(widget=widget, **kwargs)
