"""What the editor needs: its form, how each text will look, and who will be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language

from core.text.translations import Language
from core.web.errors import Invalid
from incidents.communication import gathering, rendering
from incidents.communication import queries as communication
from incidents.communication.models import Update, Variant
from incidents.communication.rendering import Rendered
from incidents.communication.states import ChannelKind, State
from incidents.response.models import Incident
from incidents.room import slots
from incidents.room.forms.update import TouchForm, UpdateForm, initial_of, words_of
from incidents.room.slots import Slot
from incidents.subscribers import queries as subscribers
from incidents.subscribers.models import Audience
from incidents.subscribers.queries import RecipientsPreview


@dataclass(frozen=True, slots=True)
class Desk:
    """The editor as one person has it open; `theirs` is what somebody else saved meanwhile."""

    form: UpdateForm
    touch: TouchForm
    looks: Mapping[str, Rendered | None]
    corrects: Update | None
    theirs: Update | None = None

    @property
    def draft(self) -> Update | None:
        return self.form.draft


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


def looks(form: UpdateForm, at: datetime) -> dict[str, Rendered | None]:
    """How each text of the draft will look, by tab; None where readers would get nothing."""
    if form.draft is None:
        return {}
    bulletin = gathering.gather(form.draft, at=at).filled(strict=False)
    found: dict[str, Rendered | None] = {}
    for slot in form.slots:
        for language in Language.values:
            try:
                made = rendering.render(bulletin, audience=slot.audience, channel_kind=slot.kind, language=language)
            except Invalid:
                made = None
            found[f"{slot.key}-{language}"] = made
    return found


def recipients(incident: Incident) -> RecipientsPreview:
    """Who will be told, and why others won't: a page of its own, for it counts every subscriber."""
    return subscribers.explain(gathering.scope(incident, at=None))


def number_told(incident: Incident) -> int:
    return subscribers.who_hears(gathering.scope(incident, at=None)).count()


def desk(
    incident: Incident, form: UpdateForm, *, at: datetime, touch: TouchForm | None = None, theirs: Update | None = None
) -> Desk:
    corrects = form["corrects"].value()
    return Desk(
        form=form,
        touch=touch or touch_form(incident, at),
        looks=looks(form, at),
        corrects=with_words(incident, int(corrects), State.PUBLISHED) if str(corrects or "").isdigit() else None,
        theirs=theirs,
    )


def channel_kinds() -> list[tuple[str, str]]:
    """Kinds of channel a text may be written for apart from the canonical one."""
    return [(kind.value, str(kind.label)) for kind in ChannelKind if kind != ChannelKind.WEBHOOK]
