"""What people type about facts, checked for shape; the actions check the rest."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.text.translations import Language
from incidents.catalogue.models import ThirdParty
from incidents.facts import states, values
from incidents.facts.actions.steps import SOURCE_LENGTH
from incidents.facts.keys import KEYS, RESERVED
from incidents.facts.models import ChecklistItem
from incidents.facts.queries import Line
from incidents.facts.states import Kind, State
from incidents.response.forms.fields import Moment, Sentence
from incidents.response.states import Role

OWN_KINDS = (Kind.TEXT, Kind.NOTE, Kind.MOMENT, Kind.NUMBER, Kind.YES_NO)
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def check_item(instance: ChecklistItem | None, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with a question of the checklist, by field."""
    problems: dict[str, list[str]] = {}
    key = data.get("key", instance.key if instance else "")
    kind = data.get("kind", instance.kind if instance else Kind.TEXT)
    if instance and (key != instance.key or kind != instance.kind):
        problems["key" if key != instance.key else "kind"] = [
            _("Messages and answers rest on it: switch this question off and write a new one.")
        ]
    elif instance is None and key not in KEYS:
        if not KEY.fullmatch(key) or key in RESERVED:
            problems["key"] = [_("Small letters, digits and underscores, and no name that messages use already.")]
        if kind not in OWN_KINDS:
            problems["kind"] = [_("This kind belongs to one of our own questions.")]
    return problems


class ItemForm(forms.ModelForm):
    class Meta:
        model = ChecklistItem
        fields = ("key", "label", "kind", "need", "department", "publishable", "position", "is_active")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kept = self.instance if self.instance.pk else None
        for name, texts in check_item(kept, {name: data[name] for name in ("key", "kind") if name in data}).items():
            self.add_error(name if name in self.fields else None, texts)
        return data


class AnswerForm(forms.Form):
    """One question's answer; its fields are those of the kind. `clean()` gives what `actions.answer` takes."""

    state = forms.ChoiceField(label=gettext_lazy("How sure are we?"), widget=forms.RadioSelect)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=SOURCE_LENGTH,
        required=False,
        help_text=gettext_lazy("Who said so, or what shows it."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, line: Line, may_confirm: bool, **kwargs: Any) -> None:
        self.line = line
        super().__init__(*args, auto_id=f"fact-{line.item.key}-%s", **kwargs)
        kept = (State.UNKNOWN, State.ESTIMATED, *([State.CONFIRMED] if may_confirm else []))
        self.fields["state"].choices = [(each.value, each.label) for each in kept]
        self.fields.update(_fields(line.item.kind))
        self.order_fields([*_fields(line.item.kind), "state", "source", "expected"])
        self.initial |= _initial(line)

    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _fields(self.line.item.kind)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = _fields(self.line.item.kind)
        given = {name: data.get(name) for name in names}
        texts = {language: given.pop(f"text_{language}", "") or "" for language in Language.values}
        if self.line.item.kind == Kind.YES_NO or self.line.item.kind == Kind.VERIFIED:
            given["answer"] = {"yes": True, "no": False}.get(given.get("answer") or "")
        unknown = data.get("state") == State.UNKNOWN
        return {
            "state": data.get("state", ""),
            "value": {} if unknown else {name: each for name, each in given.items() if each not in (None, "")},
            "texts": {} if unknown else {language: text for language, text in texts.items() if text.strip()},
            "source": data.get("source", ""),
            "expected": data.get("expected"),
        }

    def field_of(self, name: str) -> str | None:
        """Where a message of the action belongs: a field of this form, or its top (None)."""
        if name == "texts":
            language = get_language() or Language.ENGLISH.value
            name = f"text_{language}"
        return name if name in self.fields else None


def _fields(kind: str) -> dict[str, forms.Field]:
    return _BY_KIND[Kind(kind)]()


def _texts() -> dict[str, forms.Field]:
    first = get_language() or Language.ENGLISH.value
    order = sorted(Language.choices, key=lambda choice: choice[0] != first)
    return {
        f"text_{language}": forms.CharField(
            label=label,
            required=False,
            max_length=values.TEXT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
        )
        for language, label in order
    }


def _number(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=values.LARGEST, **kwargs)


def _yes_no(**more: forms.Field) -> dict[str, forms.Field]:
    choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
    answer = forms.ChoiceField(label=gettext_lazy("Answer"), choices=choices, required=False, widget=forms.RadioSelect)
    return {"answer": answer, **more}


def _eta() -> dict[str, forms.Field]:
    return {
        "earliest": Moment(label=gettext_lazy("Earliest"), required=False),
        "latest": Moment(label=gettext_lazy("Latest"), required=False),
        "basis": forms.CharField(
            label=gettext_lazy("Basis"),
            required=False,
            max_length=values.TEXT_LENGTH,
            help_text=gettext_lazy("A fix under way, a like case, a supplier's word."),
        ),
        "confidence": forms.ChoiceField(
            label=gettext_lazy("Confidence"),
            required=False,
            choices=states.Confidence.choices,
            initial=states.Confidence.MEDIUM,
        ),
    }


def _supplier() -> dict[str, forms.Field]:
    names = ThirdParty.objects.order_by("name", "pk").values_list("name", flat=True)
    choices = [("", gettext_lazy("No supplier")), *((name, name) for name in names)]
    return {"name": forms.ChoiceField(label=gettext_lazy("Third party"), choices=choices, required=False)}


_BY_KIND: dict[Kind, Any] = {
    Kind.TEXT: _texts,
    Kind.NOTE: lambda: {"text": Sentence(label=gettext_lazy("Answer"), rows=2, required=False)},
    Kind.MOMENT: lambda: {"at": Moment(label=gettext_lazy("Moment"), required=False)},
    Kind.NUMBER: lambda: {
        "low": _number(gettext_lazy("Number, or at least")),
        "high": _number(gettext_lazy("At most"), help_text=gettext_lazy("Empty: exactly that number.")),
    },
    Kind.ETA: _eta,
    Kind.YES_NO: lambda: _yes_no(
        note=forms.CharField(label=gettext_lazy("Note"), required=False, max_length=values.TEXT_LENGTH)
    ),
    Kind.VERIFIED: lambda: _yes_no(
        verified_by=forms.CharField(
            label=gettext_lazy("Verified by"),
            required=False,
            max_length=values.TEXT_LENGTH,
            help_text=gettext_lazy("Needed to confirm."),
        )
    ),
    Kind.THIRD_PARTY: _supplier,
    Kind.COMPONENTS: dict,
}


def _initial(line: Line) -> dict[str, Any]:
    """The present answer, so that one changes what one sees."""
    answer = line.answer
    found: dict[str, Any] = {"expected": line.version}
    if answer is None or answer.state == State.RETRACTED:
        return found
    found |= {"state": answer.state, **{f"text_{language}": text for language, text in answer.texts.items()}}
    for name, value in answer.value.items():
        if name in ("at", "earliest", "latest"):
            found[name] = values.moment_of(value)
        elif name == "answer":
            found[name] = "yes" if value else "no"
        else:
            found[name] = value
    return found


class RetractForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), max_length=SOURCE_LENGTH)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    use_required_attribute = False


class AskForm(forms.Form):
    """Whom to ask, and by when."""

    role = forms.ChoiceField(label=gettext_lazy("Whoever is"), required=False, choices=[("", "–"), *Role.choices])
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("or this person"), required=False)
    group = forms.ModelChoiceField(Group.objects.none(), label=gettext_lazy("or this group"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Needed in, minutes"), min_value=1, max_value=7 * 24 * 60, initial=15
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, is_staff=True)
        self.fields["user"].queryset = staff.order_by("first_name", "last_name", "username")
        self.fields["group"].queryset = Group.objects.order_by("name")
