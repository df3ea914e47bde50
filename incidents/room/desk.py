"""What the editor needs: its form, how each text will look, and who will be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language

from core.text.translations import Language
from core.web.errors import Invalid
from incidents.communication import channels, fitting, rendering
from incidents.communication import queries as communication
from incidents.communication.bulletin import Bulletin
from incidents.communication.fitting import Fitted
from incidents.communication.models import Update, Variant
from incidents.communication.rendering import Rendered
from incidents.communication.states import ChannelKind, State
from incidents.facts import queries as facts
from incidents.message_templates import queries as message_templates
from incidents.message_templates.models import purpose_in
from incidents.response import queries as response
from incidents.response.models import Incident
from incidents.room import decisions, margin, slots
from incidents.room.decisions import NeedLine
from incidents.room.forms.update import TouchForm, UpdateForm, initial_of, words_of
from incidents.room.margin import Line
from incidents.room.slots import Slot
from incidents.subscribers import queries as subscribers
from incidents.subscribers.models import Audience
from incidents.subscribers.queries import RecipientsPreview


@dataclass(frozen=True, slots=True)
class Seen:
    """By tab: how a text looks to its readers, and what the networks with a length of their own show of it."""

    looks: Mapping[str, Rendered | None]
    fits: Mapping[str, tuple[Fitted, ...]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The editor as one person has it open; `theirs` is what somebody else saved meanwhile."""

    form: UpdateForm
    touch: TouchForm
    seen: Seen
    corrects: Update | None
    margin: Mapping[str, tuple[Line, ...]]
    needs: tuple[NeedLine, ...]
    theirs: Update | None = None

    @property
    def draft(self) -> Update | None:
        return self.form.draft


@dataclass(frozen=True, slots=True)
class Offer:
    """One approved template in the list to choose from."""

    pk: int
    phase: str
    purpose: str
    comes_next: bool


def with_words(incident: Incident, pk: int | None, state: str = State.DRAFT) -> Update | None:
    """One update of this incident with its texts in `words`."""
    if pk is None:
        return None
    variants = Variant.objects.select_related("audience").order_by("audience__position", "channel_kind", "language")
    found = incident.updates.prefetch_related(Prefetch("variants", queryset=variants, to_attr="words"))
    update = found.filter(pk=pk, state=state).first()
    if update:
        update.incident = incident
    return update


def audiences() -> list[tuple[str, str]]:
    rows = Audience.objects.prefetch_related("translations").order_by("position", "slug")
    return [(row.slug, name_of(row)) for row in rows]


def name_of(audience: Audience) -> str:
    written = {row.language: row.name for row in audience.translations.all()}
    return written.get(get_language(), audience.name)


def usual(incident: Incident, at: datetime) -> timedelta | None:
    """How long readers wait for the next word unless somebody says otherwise."""
    promised = communication.next_promise(incident, at)
    return promised - at if promised else None


def submitted(incident: Incident, data: Mapping[str, Any], *, at: datetime) -> UpdateForm:
    """The form as it was sent, on the draft it was written on, whatever has become of that."""
    pk = data.get("update", "")
    draft = None
    if pk.isdigit():
        draft = next(filter(None, (with_words(incident, int(pk), state) for state in State.values)), None)
    return UpdateForm(data, incident=incident, audiences=audiences(), draft=draft, usual=usual(incident, at))


def fresh(incident: Incident, *, draft: Update | None, corrects: Update | None, slot: str, at: datetime) -> UpdateForm:
    """The form on a draft, on a correction of what was published, or empty."""
    known = audiences()
    initial = initial_of(draft, incident)
    extra = slots.parse(slot, [slug for slug, _name in known]) if slot else None
    if corrects and draft is None:
        initial |= {"corrects": corrects.pk, "phase": "correction", **words_of(corrects)}
    form = UpdateForm(
        initial=initial, incident=incident, audiences=known, draft=draft, extra=extra, usual=usual(incident, at)
    )
    if corrects and draft is None:
        form.also([Slot(row.audience_id, row.channel_kind) for row in corrects.words])
    return form


def touch_form(incident: Incident, at: datetime, data: Mapping[str, Any] | None = None) -> TouchForm:
    return TouchForm(data, incident=incident, usual=usual(incident, at))


def gathered(form: UpdateForm, at: datetime) -> Bulletin | None:
    """The draft with its incident, read once for all that stands beside it."""
    return communication.unfilled(form.draft, at=at) if form.draft else None


def seen(form: UpdateForm, draft: Bulletin | None) -> Seen:
    """How each text of the draft will look, by tab; None where readers would get nothing.

    A text for every channel shows the networks in use; one for short messages or chat shows all that take it.
    """
    if draft is None:
        return Seen({}, {})
    bulletin = draft.filled(strict=False)
    used = channels.in_use()
    looks: dict[str, Rendered | None] = {}
    fits: dict[str, tuple[Fitted, ...]] = {}
    for slot in form.slots:
        rules = used if slot.kind == ChannelKind.ANY else channels.taking(slot.kind, used)
        for language in Language.values:
            key = f"{slot.key}-{language}"
            try:
                looks[key] = rendering.shown(
                    bulletin, audience=slot.audience, channel_kind=slot.kind, language=language
                )
            except Invalid:
                looks[key] = None
            fits[key] = fitting.shown(bulletin, rules, audience=slot.audience, language=language)
    return Seen(looks, fits)


def recipients(incident: Incident) -> RecipientsPreview:
    """Who will be told, and why others won't: a page of its own, for it counts every subscriber."""
    return subscribers.explain(response.scope(incident, at=None))


def number_told(incident: Incident) -> int:
    return subscribers.who_hears(response.scope(incident, at=None)).count()


def templates(incident: Incident) -> list[Offer]:
    """The approved words that fit this incident, by kind of message."""
    language = get_language() or Language.ENGLISH
    rows = list(message_templates.offered(incident))
    phase = facts.next_phase(incident)
    first = next((row.pk for row in rows if row.template.phase == phase), None)
    return [
        Offer(row.pk, row.template.get_phase_display(), purpose_in(row.template, language), row.pk == first)
        for row in rows
    ]


def desk(
    incident: Incident, form: UpdateForm, *, at: datetime, touch: TouchForm | None = None, theirs: Update | None = None
) -> Desk:
    corrects = form["corrects"].value()
    draft = gathered(form, at)
    return Desk(
        form=form,
        touch=touch or touch_form(incident, at),
        seen=seen(form, draft),
        corrects=with_words(incident, int(corrects), State.PUBLISHED) if str(corrects or "").isdigit() else None,
        margin=margin.of(draft),
        needs=decisions.needed(form.draft, draft),
        theirs=theirs,
    )


def channel_kinds() -> list[tuple[str, str]]:
    """Kinds of channel a text may be written for apart from the canonical one."""
    return [(kind.value, str(kind.label)) for kind in ChannelKind if kind != ChannelKind.WEBHOOK]
