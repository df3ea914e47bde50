"""What a playbook is for, and the small forms around it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text.translations import Language
from incidents.catalogue.models import Component
from incidents.playbooks.document import LONGEST_BASIS, LONGEST_PURPOSE, LONGEST_TITLE, SLUG
from incidents.playbooks.models import Playbook, PlaybookVersion
from incidents.playbooks.yamlfile import LONGEST


class HeadingForm(forms.Form):
    """Titles and purposes per language, what it is offered for, and what is said of the draft."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    components = forms.ModelMultipleChoiceField(
        Component.objects.order_by("name", "pk"),
        label=gettext_lazy("Offered when one of these is hit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    symptoms = forms.CharField(
        label=gettext_lazy("Offered for these symptoms"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Words without spaces, parted by commas: sign_in_fails, slow"),
    )
    basis = forms.CharField(
        label=gettext_lazy("Where the rules come from"),
        required=False,
        max_length=LONGEST_BASIS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(label=gettext_lazy("What changed in this version"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, name in Language.choices:
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": name},
                max_length=LONGEST_TITLE,
                required=language == "en",
                widget=forms.TextInput(attrs={"lang": language}),
            )
            self.fields[f"purpose_{language}"] = forms.CharField(
                label=_("Purpose (%(language)s)") % {"language": name},
                max_length=LONGEST_PURPOSE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
            )

    @staticmethod
    def of(playbook: Playbook, draft: PlaybookVersion) -> dict[str, Any]:
        """The initial values."""
        rows = {row.language: row for row in playbook.translations.all()}
        found = {
            "revision": draft.revision,
            "components": [component.pk for component in playbook.components.all()],
            "symptoms": ", ".join(playbook.symptoms),
            "basis": draft.basis,
            "note": draft.note,
        }
        for language, row in rows.items():
            found |= {f"title_{language}": row.title, f"purpose_{language}": row.purpose}
        return found

    def clean_symptoms(self) -> tuple[str, ...]:
        words = [word.strip() for word in self.cleaned_data["symptoms"].split(",") if word.strip()]
        if any(" " in word for word in words):
            raise forms.ValidationError(_("A symptom is one word; use _ instead of spaces."))
        return tuple(dict.fromkeys(words))

    def texts(self, name: str) -> dict[str, str]:
        """`name` ("title" or "purpose") by language."""
        given = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in Language.values}
        return {language: text for language, text in given.items() if text}


class BeginForm(forms.Form):
    """A new playbook: its name and its title, the rest follows in the editor."""

    title = forms.CharField(label=gettext_lazy("Title (English)"), max_length=LONGEST_TITLE)
    slug = forms.RegexField(
        SLUG,
        label=gettext_lazy("Slug"),
        max_length=60,
        help_text=gettext_lazy("Its name in addresses and files; never changes. Small letters, digits and -."),
    )


class CopyForm(forms.Form):
    slug = forms.RegexField(SLUG, label=gettext_lazy("Slug of the copy"), max_length=60)


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("YAML file"), required=False)
    text = forms.CharField(
        label=gettext_lazy("… or its text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "class": "code", "spellcheck": "false"}),
        strip=False,
    )
    replace_draft = forms.BooleanField(
        label=gettext_lazy("Replace the draft, if somebody is writing one"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        file = data.get("file")
        if file:
            if file.size > LONGEST * 4:
                raise forms.ValidationError(_("This file is too large for a playbook."))
            try:
                data["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(_("This file isn't UTF-8 text.")) from error
        if not data.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file, or paste its text."))
        return data


class PublishForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
