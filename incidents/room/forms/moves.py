"""What people type in the room, checked for shape; the actions check the rest."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.text.translations import Language
from incidents.catalogue.models import Component, Region
from incidents.catalogue.states import ComponentStatus
from incidents.response.forms.fields import LevelField, Sentence
from incidents.response.models import Incident
from incidents.response.states import OPEN, ClosureReason, Role


class RoomForm(forms.Form):
    """A form of one incident; `incident` narrows what may be chosen."""

    use_required_attribute = False

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        self.incident = incident
        super().__init__(*args, auto_id=f"{type(self).__name__.removesuffix('Form').lower()}-%s", **kwargs)


class EmptyForm(RoomForm):
    pass


class NoteForm(RoomForm):
    text = Sentence(label=_("Note"), rows=2)


class ProgressForm(RoomForm):
    to = forms.CharField(widget=forms.HiddenInput)
    note = Sentence(label=_("What changed"), required=False)


class ResolveForm(RoomForm):
    summary = Sentence(label=_("How it ended"), help_text=_("For the timeline; customers don't read it."))


class ReopenForm(RoomForm):
    reason = Sentence(label=_("Why it wasn't over"))


class CloseForm(RoomForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(each.value, each.label) for each in (ClosureReason.RESOLVED, ClosureReason.FALSE_ALARM)],
    )
    final_severity = LevelField(label=_("Severity, seen with hindsight"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("final_severity", self.incident.severity_id)


class MergeForm(RoomForm):
    into = forms.ModelChoiceField(Incident.objects.none(), label=_("It is the same as"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Incident.objects.filter(kind=self.incident.kind, state__in=OPEN).exclude(pk=self.incident.pk)
        self.fields["into"].queryset = others.order_by("-declared_at", "-pk")


class ClassifyForm(RoomForm):
    level = LevelField(label=_("Severity"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500, help_text=_("Needed to lower it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("level", self.incident.severity_id or self.incident.proposed_severity_id)


class RenameForm(RoomForm):
    """The title for staff, and what readers see in each language."""

    title = forms.CharField(label=_("Title for staff"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = {row.language: row.title for row in self.incident.translations.all()}
        self.initial.setdefault("title", self.incident.title)
        for language, label in Language.choices:
            name = f"title_{language}"
            self.fields[name] = forms.CharField(label=label, max_length=200, required=False)
            self.initial.setdefault(name, written.get(language, ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        titles = {language: data.pop(f"title_{language}", "") for language in Language.values}
        return {**data, "titles": titles}


def staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "last_name", "username")


class RoleForm(RoomForm):
    """Give a role to somebody; with a note it is a handover."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    note = forms.CharField(label=_("What they must know"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()


class OneRoleForm(RoomForm):
    role = forms.ChoiceField(choices=Role.choices, widget=forms.HiddenInput)


class CallForm(RoomForm):
    """Want somebody for a role; nobody named means whoever can."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"), required=False, empty_label=_("whoever can"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff()


class ImpactForm(RoomForm):
    component = forms.ModelChoiceField(
        Component.objects.order_by("position", "name"), label=_("Component"), empty_label=None
    )
    region = forms.ModelChoiceField(
        Region.objects.order_by("position", "name"), label=_("Region"), required=False, empty_label=_("Everywhere")
    )
    status = forms.ChoiceField(
        label=_("State"),
        choices=[choice for choice in ComponentStatus.choices if choice[0] != ComponentStatus.OPERATIONAL],
    )


class RecoverForm(RoomForm):
    component = forms.ModelChoiceField(Component.objects.all(), widget=forms.HiddenInput)
    region = forms.ModelChoiceField(Region.objects.all(), required=False, widget=forms.HiddenInput)
