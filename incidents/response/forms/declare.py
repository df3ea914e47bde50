from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from incidents.catalogue import severity
from incidents.catalogue.models import Component, Region, ThirdParty
from incidents.catalogue.states import ComponentStatus
from incidents.response.actions import ImpactInput
from incidents.response.forms.fields import LevelField, Moment, Sentence
from incidents.response.states import Kind

ASKED = "answer_"
FIRST = ("title", "symptom", "kind", "components", "status", "regions", "summary")


class DeclareForm(forms.Form):
    """What is known in the first minute; only the title is needed.

    One field `answer_<question>` per question of the classifier. `clean()` gives the keyword
    arguments of `actions.declare`.
    """

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("What customers can't do, in a few words."))
    symptom = forms.CharField(
        label=_("Symptom"),
        max_length=500,
        required=False,
        help_text=_("What does a customer see, or fail to do?"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.UNPLANNED)
    components = forms.ModelMultipleChoiceField(
        Component.objects.order_by("position", "name", "pk"),
        label=_("Components impaired"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    status = forms.ChoiceField(
        label=_("How badly"),
        choices=[choice for choice in ComponentStatus.choices if choice[0] != ComponentStatus.OPERATIONAL],
        initial=ComponentStatus.MAJOR_OUTAGE,
        required=False,
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.order_by("position", "name", "pk"),
        label=_("Regions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means everywhere."),
    )
    impact_started_at = Moment(label=_("Impact started"), required=False)
    detected_at = Moment(label=_("Detected"), required=False)
    scheduled_for = Moment(label=_("Planned from"), required=False, help_text=_("Only for maintenance."))
    scheduled_until = Moment(label=_("Planned until"), required=False)
    third_party = forms.ModelChoiceField(
        ThirdParty.objects.order_by("name", "pk"), label=_("Third party involved"), required=False
    )
    summary = Sentence(label=_("What is known so far"), required=False)
    severity = LevelField(
        label=_("Severity"),
        required=False,
        empty_label=_("Not decided yet"),
        help_text=_("You decide, in doubt the higher."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, label in Language.choices:
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title for readers: %(language)s") % {"language": label}, max_length=200, required=False
            )
        for question in severity.QUESTIONS:
            self.fields[f"{ASKED}{question.key}"] = forms.ChoiceField(
                label=question.text,
                choices=[("", _("Not asked yet")), *question.choices.items()],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        places = list(data.pop("regions", ())) or [None]
        status = data.pop("status", "") or ComponentStatus.MAJOR_OUTAGE
        components = data.pop("components", ())
        data["impacts"] = [ImpactInput(component, status, place) for component in components for place in places]
        titles = {language: data.pop(f"title_{language}", "") for language in Language.values}
        data["titles"] = {language: title for language, title in titles.items() if title}
        data["symptom"] = {get_language(): symptom} if (symptom := data.pop("symptom", "")) else {}
        data["answers"] = {
            question.key: answer
            for question in severity.QUESTIONS
            if (answer := data.pop(f"{ASKED}{question.key}", ""))
        }
        return data

    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(ASKED)]

    def first(self) -> list[forms.BoundField]:
        """What stands on top: it is asked of everybody who declares."""
        return [self[name] for name in FIRST]

    def more(self) -> list[forms.BoundField]:
        """What is folded: known later, or by few."""
        return [self[name] for name in self.fields if name not in (*FIRST, "severity") and not name.startswith(ASKED)]

    def more_is_wrong(self) -> bool:
        return any(field.errors for field in self.more())
