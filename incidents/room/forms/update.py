"""The editor: one update in as many texts as it needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.communication.models import Update
from incidents.communication.states import ChannelKind, Phase
from incidents.communication.texts import Text
from incidents.response import states
from incidents.response.models import Incident
from incidents.response.states import Kind, State
from incidents.room import slots
from incidents.room.forms.moves import RoomForm
from incidents.room.slots import Slot

MINUTES = (15, 20, 30, 45, 60, 120, 240)
KEPT = "kept"
OWN_NAMES = {"en": "English", "fr": "Français", "ja": "日本語"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One text: its two fields in one language."""

    key: str
    language: str
    name: str
    subject: BoundField
    text: BoundField

    @property
    def filled(self) -> bool:
        return bool((self.text.value() or "").strip())


@dataclass(frozen=True, slots=True)
class Group:
    """One slot as the editor shows it."""

    slot: Slot
    label: str
    tabs: tuple[Tab, ...]


def in_minutes(minutes: int) -> str:
    if minutes < 60:
        return gettext("in %(minutes)d min") % {"minutes": minutes}
    return gettext("in %(hours)d h") % {"hours": minutes // 60}


class PromiseField(forms.ChoiceField):
    """When readers hear again, counted from the moment of publishing; "" is as the severity asks."""

    def offer(self, *, usual: timedelta | None, kept: datetime | None) -> None:
        said = in_minutes(int(usual.total_seconds() // 60)) if usual else gettext("no promise")
        choices = [("", gettext("Usual: %(when)s") % {"when": said})]
        if kept:
            at = formats.date_format(timezone.localtime(kept), "H:i")
            choices.append((KEPT, gettext("At %(time)s, as drafted") % {"time": at}))
        self.choices = choices + [(str(minutes), in_minutes(minutes)) for minutes in MINUTES]


class UpdateForm(RoomForm):
    """`audiences` are (slug, name) in their order; `draft` is the update being written, if any."""

    update = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput, validators=[RegexValidator(r"^[a-z0-9]{12}$")])
    phase = forms.ChoiceField(label=_("Kind of message"))
    incident_state = forms.ChoiceField(label=_("State readers are told"))
    next_in = PromiseField(label=_("Next update"), required=False)
    notify = forms.BooleanField(label=_("Tell subscribers"), required=False)
    override_reason = forms.CharField(label=_("Publish it nevertheless, because"), max_length=1000, required=False)
    asks_for_reason = False

    def __init__(
        self,
        *args: Any,
        incident: Incident,
        audiences: list[tuple[str, str]],
        draft: Update | None = None,
        extra: Slot | None = None,
        usual: timedelta | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.audiences, self.draft = audiences, draft
        self.fields["phase"].choices = phases(incident)
        self.fields["incident_state"].choices = tellable(incident)
        self.fields["next_in"].offer(usual=usual, kept=draft.next_update_at if draft else None)
        if not draft:
            self.initial.setdefault("token", public_id())
        self.slots: list[Slot] = []
        self.also([Slot(row.audience_id, row.channel_kind) for row in draft.words] if draft else [])
        self.also(slots.in_fields(self.data, [slug for slug, _name in audiences]))
        self.also([extra] if extra else [])

    def also(self, more: list[Slot]) -> None:
        """Offer fields for these texts too."""
        self.slots = slots.arranged([*self.slots, *more], [slug for slug, _name in self.audiences])
        for slot in self.slots:
            for language in Language.values:
                self.fields.setdefault(slot.name("subject", language), forms.CharField(max_length=200, required=False))
                self.fields.setdefault(
                    slot.name("text", language), forms.CharField(max_length=20_000, required=False, strip=False)
                )

    def texts(self) -> list[Text]:
        """What is written, empty texts left out."""
        return [
            Text(slot.audience, slot.kind, language, self._said(slot, "subject", language), text)
            for slot in self.slots
            for language in Language.values
            if (text := self._said(slot, "text", language)).strip()
        ]

    def _said(self, slot: Slot, what: str, language: str) -> str:
        return self.cleaned_data.get(slot.name(what, language), "")

    def promise(self, at: datetime) -> datetime | None:
        chosen = self.cleaned_data["next_in"]
        if chosen == KEPT:
            return self.draft.next_update_at if self.draft else None
        return at + timedelta(minutes=int(chosen)) if chosen else None

    def groups(self) -> list[Group]:
        names = dict(self.audiences)
        return [
            Group(slot, f"{names[slot.audience]} · {ChannelKind(slot.kind).label}", self._tabs(slot))
            for slot in self.slots
        ]

    def _tabs(self, slot: Slot) -> tuple[Tab, ...]:
        return tuple(
            Tab(
                f"{slot.key}-{language}",
                language,
                OWN_NAMES[language],
                self[slot.name("subject", language)],
                self[slot.name("text", language)],
            )
            for language in Language.values
        )


def phases(incident: Incident) -> list[tuple[str, str]]:
    """What a person writes by hand for this kind of incident; "still working" has its own button."""
    if incident.kind == Kind.MAINTENANCE:
        kept = (Phase.MAINTENANCE, Phase.FOLLOW_UP, Phase.CORRECTION)
    else:
        kept = tuple(phase for phase in Phase if phase not in (Phase.MAINTENANCE, Phase.STILL_WORKING))
    return [(phase.value, str(phase.label)) for phase in kept]


def tellable(incident: Incident) -> list[tuple[str, str]]:
    """Where the incident stands and where it may go from there."""
    found = [State(incident.state), *map(State, states.MOVES[incident.state])]
    return [(state.value, str(state.label)) for state in found if state != State.CLOSED] or [
        (State.RESOLVED.value, str(State.RESOLVED.label))
    ]


def initial_of(draft: Update | None, incident: Incident) -> dict[str, Any]:
    """The fields of `draft`, or what fits the incident best when nothing is written yet."""
    if draft is None:
        told = State.RESOLVED if incident.state == State.CLOSED else incident.state
        return {"phase": usual_phase(incident), "incident_state": told, "notify": True, "next_in": ""}
    return {
        "update": draft.pk,
        "version": draft.version,
        "corrects": draft.corrects_id,
        "phase": draft.phase,
        "incident_state": draft.incident_state,
        "notify": draft.notify,
        "next_in": KEPT if draft.next_update_at else "",
        **words_of(draft),
    }


def words_of(update: Update) -> dict[str, str]:
    found = {}
    for row in update.words:
        slot = Slot(row.audience_id, row.channel_kind)
        found[slot.name("text", row.language)] = row.text
        found[slot.name("subject", row.language)] = row.subject
    return found


def usual_phase(incident: Incident) -> str:
    if incident.kind == Kind.MAINTENANCE:
        return Phase.MAINTENANCE.value
    if incident.last_sequence == 0:
        return Phase.HOLDING.value
    by_state = {State.MONITORING: Phase.MONITORING, State.RESOLVED: Phase.RESOLVED, State.CLOSED: Phase.FOLLOW_UP}
    return by_state.get(State(incident.state), Phase.PROGRESS).value


class TouchForm(RoomForm):
    """Still working on it: when the next word comes, and whether subscribers hear of this one."""

    next_in = PromiseField(label=_("Next update"), required=False)
    notify = forms.BooleanField(label=_("Tell subscribers too"), required=False)

    def __init__(self, *args: Any, incident: Incident, usual: timedelta | None = None, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.fields["next_in"].offer(usual=usual, kept=None)

    def promise(self, at: datetime) -> datetime | None:
        chosen = self.cleaned_data["next_in"]
        return at + timedelta(minutes=int(chosen)) if chosen else None
