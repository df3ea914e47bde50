"""Opening hours as text per day, and policies that can be kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.web.errors import Invalid
from feedback.targets import feasts, reach, week
from feedback.targets.feasts import Feast
from feedback.targets.hours import Hours
from feedback.targets.models import BusinessCalendar, Holiday, RegisterPolicy, check_zone

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DayField(forms.CharField):
    """ "09:00–12:00, 13:00–17:00" as spans of minutes; empty is closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return week.written(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[list[int]]:
        return read_day(super().clean(value))


def read_day(text: str) -> list[list[int]]:
    """The spans of a day as people write them; a `ValidationError` that says how to mend what can't be read."""
    try:
        return week.read(text)
    except week.Backwards as error:
        raise ValidationError(
            _("“%(piece)s” closes before it opens. A night stands on two days: until 24:00, and from 00:00.")
            % {"piece": error.args[0]}
        ) from None
    except week.Overlapping as error:
        raise ValidationError(
            _("Two stretches meet at %(clock)s. Write them as one, or leave time between.") % {"clock": error.args[0]}
        ) from None
    except week.Unreadable as error:
        raise ValidationError(
            _("“%(piece)s” can't be read. Write it like 09:00–12:00, 13:00–17:00.") % {"piece": error.args[0]}
        ) from None


class CalendarForm(forms.ModelForm):
    """A week of seven lines."""

    class Meta:
        model = BusinessCalendar
        fields = ("name", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, day in zip(DAYS, self.instance.week or [[]] * 7, strict=True):
            if name in self.fields:  # read alone, it has none
                self.initial.setdefault(name, day)

    def clean_zone(self) -> str:
        """Here and not with the model's own checks, which come after `clean` has asked the zone for its clock."""
        check_zone(self.cleaned_data["zone"])
        return self.cleaned_data["zone"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if all(isinstance(data.get(day), list) for day in DAYS):
            self.instance.week = [data[day] for day in DAYS]
            if data.get("zone"):
                refuse_unreachable(self.instance, data["zone"], self.instance.week)
        return data


for _number, _day in enumerate(DAYS):
    _field = DayField(label=WEEKDAYS[_number])
    CalendarForm.base_fields[_day] = CalendarForm.declared_fields[_day] = _field
CalendarForm.base_fields["monday"].help_text = gettext_lazy("Like 09:00–12:00, 13:00–17:00. Empty: closed.")


def refuse_unreachable(
    calendar: BusinessCalendar, zone: str, days: Sequence[Sequence[Sequence[int]]], new: Sequence[date] = ()
) -> None:
    """A `ValidationError` where a register's targets would never come with this week and these further holidays."""
    spans = tuple(tuple((opens, closes) for opens, closes in day) for day in days)
    if not any(spans):
        raise ValidationError(_("At least one day has to be open."))
    closed = set(calendar.holidays.values_list("on", flat=True)) if calendar.pk else set()
    hours, now = Hours(zone, spans, frozenset({*closed, *new})), timezone.now()
    registers = list(calendar.policies.order_by("position")) if calendar.pk else []
    longest = max([1, *(getattr(each, name) for each in registers for name in reach.MINUTES)])
    if not reach.reaches(hours, longest, now):
        names = ", ".join(str(each) for each in registers)
        raise ValidationError(
            _("It would open so seldom that what we owe would never come due (%(registers)s).") % {"registers": names}
            if registers
            else _("It would never open.")
        )


class PolicyForm(forms.ModelForm):
    """What is owed to a register."""

    goes_to = forms.ChoiceField(label=capfirst(RegisterPolicy._meta.get_field("goes_to").verbose_name))

    class Meta:
        model = RegisterPolicy
        fields = (
            *("position", "acknowledge_minutes", "answer_minutes", "resolve_minutes", "calendar", "goes_to"),
            *("called", "showing", "thanks", "suggest_articles", "canned_untouched"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "goes_to" in self.fields:
            names = Group.objects.order_by("name").values_list("name", flat=True)
            known = list(dict.fromkeys([self.instance.goes_to, *names]))
            self.fields["goes_to"].choices = [(name, name) for name in known if name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for field, text in wrong_policy(data).items():
            self.add_error(field, text)
        return data


def wrong_policy(data: dict[str, Any]) -> dict[str, str]:
    """What a register can't promise, by field; needs the three spans and the calendar."""
    calendar = data.get("calendar")
    found = reach.order(data)
    return found or reach.never(data, calendar.hours() if calendar else None, timezone.now())


class FeastsForm(forms.Form):
    """Which holidays are proposed."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    part = forms.CharField(
        label=gettext_lazy("Part of the country"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("The code of a state or province with holidays of its own, like BY for Bavaria."),
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=feasts.YEARS[0], max_value=feasts.YEARS[1])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [(code, f"{name} ({code})") for code, name in feasts.countries().items()]
        self.found: list[Feast] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"country", "year"} <= data.keys():
            part = data.get("part", "").strip().upper()
            try:
                self.found = feasts.proposed(data["country"], data["year"], part=part, language=get_language() or "en")
            except Invalid as error:
                for field, texts in error.fields.items():
                    self.add_error(field, texts)
        return data


def known(calendar: BusinessCalendar, found: Sequence[Feast]) -> set[date]:
    """Those that the calendar has already."""
    return set(
        Holiday.objects.filter(calendar=calendar, on__in=[each.on for each in found]).values_list("on", flat=True)
    )
