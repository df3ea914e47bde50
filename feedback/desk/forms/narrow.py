from typing import Any

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from feedback.targets.registers import registry
from feedback.threads.states import Origin, State, Visibility
from incidents.catalogue.models import Component, Region

ANY = [("", _("any"))]
REMEMBERED = 60  # seconds


def _choice(label: Any, choices: list) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*ANY, *choices], required=False)


class NarrowForm(forms.Form):
    """The filters people use most, named as in the API; the address takes the others, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("none", _("not sorted"))
        registers = [(slug, each.label) for slug, each in registry().items()]
        self.fields |= {
            "register": _choice(_("Register"), [nobody, *registers]),
            "component": _choice(_("Component"), _slugs(Component)),
            "region": _choice(_("Region"), _slugs(Region)),
            "language": _choice(_("Language"), Language.choices),
            "origin": _choice(_("Came by"), Origin.choices),
            "state": _choice(_("State"), State.choices),
            "visibility": _choice(_("Visibility"), Visibility.choices),
        }


def _slugs(model: type) -> list[tuple[str, str]]:
    """Remembered: a list costs the same few statements with this form as without."""

    def read() -> list[tuple[str, str]]:
        return list(model.objects.order_by("position", "name").values_list("slug", "name")[:500])

    return cache.get_or_set(f"desk.narrow.{model.__name__}", read, REMEMBERED)
