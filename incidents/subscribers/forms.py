"""What readers fill in: an address, and what they want to hear about."""

import base64
from collections import defaultdict
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.text.translations import OWN_NAMES
from incidents.catalogue.models import Component, Region
from incidents.subscribers import addresses
from incidents.subscribers.models import Audience, Subscriber
from incidents.subscribers.offers import EVERYTHING, Offer
from incidents.subscribers.references import looks_like_a_reference
from incidents.subscribers.states import Channel, EventKind, kinds_over

ALL, SOME = "all", "some"
WHICH_COMPONENTS = ((ALL, _("All components")), (SOME, _("Only some components")))
WHICH_REGIONS = ((ALL, _("All regions")), (SOME, _("Only some regions")))


class WishesForm(forms.Form):
    """Language, level of detail, kinds, components and regions, as far as there is a choice."""

    language = forms.ChoiceField(label=_("Language of the updates"), choices=OWN_NAMES)
    audience = forms.ChoiceField(label=_("Level of detail"), widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of event"),
        choices=EventKind,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of event.")},
    )
    which_components = forms.ChoiceField(label=_("Components"), choices=WHICH_COMPONENTS, widget=forms.RadioSelect)
    components = forms.TypedMultipleChoiceField(
        label=_("Which components"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    which_regions = forms.ChoiceField(label=_("Regions"), choices=WHICH_REGIONS, widget=forms.RadioSelect)
    regions = forms.TypedMultipleChoiceField(
        label=_("Which regions"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    narrowing = ("kinds", "which_components", "components", "which_regions", "regions")

    def __init__(
        self,
        *args: Any,
        channel: str,
        incident_ref: str = "",
        keeps: Subscriber | None = None,
        offer: Offer = EVERYTHING,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channel, self.incident_ref, self.offer = channel, incident_ref, offer
        self.fields["kinds"].choices = [(kind, EventKind(kind).label) for kind in kinds_over(channel)]
        kept = keeps.audience_id if keeps else ""
        self.fields["audience"].choices = _audiences(kept)
        spoken = {*offer.languages, keeps.language if keeps else ""}
        self.fields["language"].choices = [each for each in OWN_NAMES if each[0] in spoken]
        if incident_ref:  # all of one incident: nothing else narrows
            for name in self.narrowing:
                del self.fields[name]
            return
        mine = set(keeps.components.values_list("pk", flat=True)) if keeps else set()
        self.fields["components"].choices = _components(mine, offer.components)
        self.fields["regions"].choices = _named(_regions(keeps, offer.regions))
        alone = offer.regions is not None and len(self.fields["regions"].choices) == 1
        if alone or not self.fields["regions"].choices:
            del self.fields["which_regions"], self.fields["regions"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, message in (
            ("components", _("Choose at least one component, or all components.")),
            ("regions", _("Choose at least one region, or all regions.")),
        ):
            if data.get(f"which_{name}") == SOME and not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        return data

    def component_groups(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        """The ticks of `components` under the names of their groups."""
        ticks = iter(self["components"].subwidgets)
        return [(name, [next(ticks) for _choice in rows]) for name, rows in self.fields["components"].choices]

    def wishes(self) -> dict[str, Any]:
        """What an action takes; "all" whatever is still ticked below it: all that the page shows."""
        data = self.cleaned_data
        found = {"language": data["language"], "audience": data["audience"]}
        if not self.incident_ref:
            found["kinds"] = data["kinds"]
            for name in ("components", "regions"):
                everything = sorted(getattr(self.offer, name) or ())
                found[name] = data[name] if data.get(f"which_{name}") == SOME else everything
        return found


class SubscribeForm(WishesForm):
    """The same, with the address first."""

    channel = forms.ChoiceField(choices=Channel, widget=forms.HiddenInput)
    incident = forms.CharField(required=False, widget=forms.HiddenInput)
    address = forms.CharField(max_length=500)
    contact = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("We write here to confirm, and if the webhook stops answering."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={"required": _("Give the e-mail address of the endpoint's owner, like name@example.org.")},
    )
    field_order = ("channel", "incident", "address", "contact")

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, channel=channel, **kwargs)
        address = self.fields["address"]
        if channel == Channel.WEBHOOK:
            address.label = _("Address of your webhook")
            address.help_text = _("A public address that takes POST requests, like https://example.org/hooks/status.")
            address.error_messages["required"] = _("Give the address we should send to.")
            attrs = {"inputmode": "url", "spellcheck": "false", "autocomplete": "url"}
        elif channel == Channel.SMS:
            del self.fields["contact"]
            address.label = _("Your telephone number")
            address.help_text = _(
                "With its country, like +33 6 12 34 56 78. We first send one SMS there; "
                "nothing else is sent before you confirm."
            )
            address.error_messages["required"] = _("Give the number we should write to.")
            attrs = {"inputmode": "tel", "autocomplete": "tel"}
        else:
            del self.fields["contact"]
            address.label = _("Your e-mail address")
            address.help_text = _("We first send an e-mail there. Nothing else is sent before you confirm.")
            address.error_messages["required"] = _("Give an e-mail address like name@example.org.")
            attrs = {"inputmode": "email", "spellcheck": "false", "autocomplete": "email"}
        address.widget.attrs.update(attrs)


def started(channel: str, incident_ref: str, language: str) -> dict[str, Any]:
    """What a fresh form says: everything, in the language of the page."""
    return {
        "channel": channel,
        "incident": incident_ref,
        "language": language,
        "audience": "general",
        "kinds": list(kinds_over(channel)),
        "which_components": ALL,
        "which_regions": ALL,
    }


def kept(subscriber: Subscriber, offer: Offer = EVERYTHING) -> dict[str, Any]:
    """What the form to change preferences says at first."""
    components = list(subscriber.components.values_list("pk", flat=True))
    regions = list(subscriber.regions.values_list("pk", flat=True))
    return {
        "language": subscriber.language,
        "audience": subscriber.audience_id,
        "kinds": list(subscriber.kinds),
        "which_components": ALL if subscriber.all_components or set(components) == offer.components else SOME,
        "components": components,
        "which_regions": ALL if subscriber.all_regions or set(regions) == offer.regions else SOME,
        "regions": regions,
    }


def asked_channel(raw: str | None) -> str:
    return raw if raw in addresses.offered() else Channel.EMAIL


def asked_incident(raw: str | None) -> str:
    """The incident to follow, from the address of the page; what is no reference is left out."""
    return raw if raw and looks_like_a_reference(raw) else ""


def _here() -> str:
    return (get_language() or "en").split("-")[0]


def _audiences(kept: str) -> list[tuple[str, str]]:
    rows = Audience.objects.prefetch_related("translations").order_by("position", "slug")
    names = []
    for row in rows:
        if row.is_public or row.pk == kept:
            translated = {each.language: each.name for each in row.translations.all()}
            names.append((row.pk, translated.get(_here()) or row.name))
    return names


def _components(mine: set[int], shown: frozenset[int] | None) -> list[tuple[str, list[tuple[int, str]]]]:
    """Public components that the page shows, and those already chosen, under their groups in the order of the page."""
    rows = Component.objects.select_related("group").prefetch_related("translations", "group__translations")
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows.order_by("group__position", "group__name", "position", "name"):
        if (row.is_public and (shown is None or row.pk in shown)) or row.pk in mine:
            groups[row.group.name_in(_here()) if row.group else ""].append((row.pk, row.name_in(_here())))
    return list(groups.items())


def _regions(keeps: Subscriber | None, shown: frozenset[int] | None) -> QuerySet[Region]:
    """Those the page is for, and those already chosen."""
    regions = Region.objects.prefetch_related("translations")
    if shown is None:
        return regions
    mine = keeps.regions.values_list("pk", flat=True) if keeps else ()
    return regions.filter(pk__in={*shown, *mine})


def _named(rows: Any) -> list[tuple[int, str]]:
    return [(row.pk, row.name_in(_here())) for row in rows.order_by("position", "name")]


MAX_UPLOAD = 1_000_000  # travels a second time, inside the form that confirms


class FileForm(forms.Form):
    """A file of subscribers, to be looked at before anything is written."""

    file = forms.FileField(label=_("CSV file"), max_length=200)
    confirmed = forms.BooleanField(
        label=_("These people have agreed elsewhere: tell them from now on, without a letter to confirm"),
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is over 1 MB. Split it, or import it with the command."))
        return file

    @property
    def text_bytes(self) -> bytes:
        self.cleaned_data["file"].seek(0)
        return self.cleaned_data["file"].read()

    @property
    def text(self) -> str:
        """For the form that confirms: byte for byte, so that it does what was shown."""
        return base64.b64encode(self.text_bytes).decode()


class CheckedFileForm(forms.Form):
    """The same file again, after somebody has seen what it would do."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=2 * MAX_UPLOAD)
    confirmed = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_text(self) -> str:
        try:
            base64.b64decode(self.cleaned_data["text"], validate=True)
        except ValueError as error:
            raise forms.ValidationError(_("Choose the file again.")) from error
        return self.cleaned_data["text"]

    @property
    def text_bytes(self) -> bytes:
        return base64.b64decode(self.cleaned_data["text"])
