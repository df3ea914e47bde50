from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.alerts.models import AlertSource
from incidents.alerts.parsers import formats
from incidents.alerts.parsers.generic import NAMES
from incidents.catalogue.models import Component
from incidents.response import states as response
from incidents.response.models import Incident


class SourceForm(forms.ModelForm):
    """A source: which format it speaks, and what its words mean here."""

    format = forms.ChoiceField(label=_("Format"), choices=formats)

    class Meta:
        model = AlertSource
        fields = (
            *("name", "slug", "format", "is_active", "component", "region"),
            *("components", "levels", "mapping"),
        )
        help_texts = {
            "component": _("For alerts that name none of their own."),
            "components": _('Its word and our component, for instance {"cdn-edge": "playback"}.'),
            "levels": _('Its word and our severity, 1 to 5, for instance {"critical": 4}.'),
            "mapping": _("Only for JSON with a mapping: our name and where it stands in the body."),
        }

    def clean_components(self) -> dict[str, str]:
        value = self.cleaned_data["components"] or {}
        known = set(Component.objects.values_list("slug", flat=True))
        _check(value, lambda slug: slug in known, _("There is no component %(names)s."))
        return value

    def clean_levels(self) -> dict[str, int]:
        value = self.cleaned_data["levels"] or {}
        _check(value, lambda level: level in range(1, 6), _("Levels go from 1 to 5, not %(names)s."))
        return value

    def clean_mapping(self) -> dict[str, str]:
        value = self.cleaned_data["mapping"] or {}
        if not isinstance(value, dict) or not all(isinstance(path, str) for path in value.values()):
            raise forms.ValidationError(_("This must be an object of texts."))
        unknown = sorted(set(value) - set(NAMES))
        if unknown:
            known = {"names": ", ".join(unknown), "known": ", ".join(NAMES)}
            raise forms.ValidationError(_("Unknown: %(names)s. Known names: %(known)s.") % known)
        return value


def _check(value: Any, fits: Any, message: str) -> None:
    if not isinstance(value, dict):
        raise forms.ValidationError(_("This must be an object."))
    wrong = [str(each) for each in value.values() if not fits(each)]
    if wrong:
        raise forms.ValidationError(message % {"names": ", ".join(wrong)})


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Why it needs no incident"), max_length=300)


class AttachForm(forms.Form):
    incident = forms.ModelChoiceField(
        label=_("Open incident"),
        queryset=Incident.objects.filter(state__in=response.OPEN, kind=response.Kind.UNPLANNED).order_by(
            "-declared_at", "-pk"
        ),
    )
