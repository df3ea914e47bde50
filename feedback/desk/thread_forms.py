"""What staff type and choose on the page of one conversation."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.text.translations import Language
from feedback.answering.models import CannedReply, ReplyDraft
from feedback.targets.models import RegisterPolicy
from feedback.threads.models import Thread
from feedback.threads.states import Kind, Visibility
from incidents.catalogue.models import Component, Region

MOST_COMPONENTS = 500


class AnswerForm(forms.Form):
    """The answer box. What is typed is kept even where it could not be sent."""

    text = forms.CharField(required=False, max_length=20_000, strip=False)
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.RadioSelect)
    asks = forms.BooleanField(label=_("We need something from the customer"), required=False)
    promised_at = forms.DateTimeField(
        label=_("We write again by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    canned = forms.CharField(required=False, max_length=60)
    begun = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, thread: Thread, draft: ReplyDraft | None, seen: int) -> "AnswerForm":
        """As it opens: with one's own draft, if there is one."""
        usual = Kind.PUBLIC if thread.is_public else Kind.PRIVATE
        typed: dict[str, Any] = {"kind": usual, "seen": seen}
        if draft:
            typed |= {name: getattr(draft, name) for name in ("text", "kind", "asks", "promised_at")}
            typed["begun"] = draft.canned.key if draft.canned else ""
        return cls(initial=typed)

    def draft(self) -> dict[str, Any]:
        """As `answering.keep_draft` takes it."""
        given = self.cleaned_data
        found = {name: given.get(name) for name in ("promised_at",)} | {"asks": bool(given.get("asks"))}
        return found | {"text": given.get("text") or "", "kind": given.get("kind"), "canned": self.begun_with()}

    def begun_with(self) -> CannedReply | None:
        key = self.cleaned_data.get("begun")
        return CannedReply.objects.filter(key=key).first() if key else None


def components() -> QuerySet[Component]:
    return Component.objects.order_by("group__position", "position", "name")[:MOST_COMPONENTS]


class SortForm(forms.Form):
    register = forms.ChoiceField(label=_("Register"), required=False)
    component = forms.ChoiceField(label=_("Component"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, required=False)

    def __init__(self, data: Any = None, *, thread: Thread, **kwargs: Any) -> None:
        names = ("register", "component", "region")
        now = {name: str(getattr(thread, f"{name}_id") or "") for name in names} | {"language": thread.language}
        super().__init__(data, initial=now, **kwargs)
        self.fields["register"].choices = [
            ("", _("not sorted yet")),
            *((row.pk, str(row)) for row in RegisterPolicy.objects.order_by("position", "slug")),
        ]
        self.fields["component"].choices = [("", "—"), *((str(row.pk), row.name) for row in components())]
        regions = Region.objects.order_by("position", "name")
        self.fields["region"].choices = [("", "—"), *((str(row.pk), row.name) for row in regions)]

    def changes(self) -> dict[str, Any]:
        """What differs from before, as `threads.triage` takes it."""
        found: dict[str, Any] = {}
        for name in self.changed_data:
            value = self.cleaned_data[name] or None
            if name == "language":
                found |= {name: value} if value else {}  # everybody has one
            else:
                found[f"{name}_id"] = int(value) if value and name != "register" else value
        return found


class ToForm(forms.Form):
    to = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, data: Any = None, *, thread: Thread, **kwargs: Any) -> None:
        super().__init__(data, initial={"to": str(thread.assignee_id or "")}, **kwargs)
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("first_name", "last_name", "username")
        self.fields["to"].choices = [("", _("nobody")), *((str(row.pk), str(row)) for row in staff[:MOST_COMPONENTS])]

    def person(self) -> User | None:
        chosen = self.cleaned_data["to"]
        return User.objects.get(pk=int(chosen)) if chosen else None


class ShowForm(forms.Form):
    visibility = forms.ChoiceField(choices=Visibility.choices)
