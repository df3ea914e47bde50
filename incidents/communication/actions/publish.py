from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import actions as delivery
from core.delivery.actions import Words
from core.text import lines, markdown
from core.text.fields import Unfilled
from core.text.translations import Language
from core.web.errors import Invalid
from incidents import signals
from incidents.communication import gathering, policies, queries, rendering, states
from incidents.communication.actions import steps
from incidents.communication.bulletin import Bulletin
from incidents.communication.errors import AlreadyPublished
from incidents.communication.models import Update, Variant
from incidents.communication.states import ChannelKind, Phase, State
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import EntryKind, Kind, guard
from incidents.response.states import State as IncidentState

AUDIENCE = "incidents.subscribers.audience"
OWED_OVER = (ChannelKind.EMAIL, ChannelKind.WEBHOOK)


@transaction.atomic
def publish(*, update: Update, by: Actor, at: datetime, version: int | None = None) -> Update:
    """Say it: readers have it and every subscriber is owed it, or nothing has happened.

    Raises `AlreadyPublished`, `StaleVersion`, `MoveNotAllowed` (with the states that may be told)
    and `Invalid` (a field without a value, a promise in the past). Nothing leaves the process here.
    """
    incident = steps.locked(update.incident_id)
    require(policies.can_publish, by, incident)
    update = steps.draft_of(update, version)
    update.next_update_at = _promise(update, incident, at)
    incident = _tell_state(update, incident, by=by, at=at)
    update.incident = incident
    bulletin = _filled(gathering.gather(update, at=at))
    contents = _contents(bulletin)
    _keep(update, incident, bulletin, by=by, at=at)
    if update.notify and incident.kind != Kind.DRILL:
        _owe(update, contents, by=by, at=at)
    signals.update_published.send(sender=Update, incident=incident, update=update, by=by, at=at)
    return update


def _promise(update: Update, incident: Incident, at: datetime) -> datetime | None:
    """The promise written into the draft, else the one the severity asks for."""
    steps.check_promise(update.incident_state, update.next_update_at, at)
    if not states.may_promise(update.incident_state):
        return None
    if update.next_update_at is None and update.phase == Phase.CORRECTION:
        standing = incident.next_update_at
        if standing and standing > at:  # putting a word right is no reason to be silent for longer
            return standing
    return update.next_update_at or queries.next_promise(incident, at)


def _tell_state(update: Update, incident: Incident, *, by: Actor, at: datetime) -> Incident:
    """What readers are told becomes so: the incident moves there, if the state table has the move."""
    wanted = update.incident_state
    if wanted == states.to_tell(incident.state):
        return incident
    guard(incident.state, wanted)
    said = _opening(update)
    if incident.state == IncidentState.RESOLVED:
        return response.reopen(incident=incident, reason=said, by=by, at=at)
    if not states.may_promise(wanted):
        return response.resolve(incident=incident, summary=said, by=by, at=at)
    return response.progress(incident=incident, to=wanted, by=by, at=at)


def _opening(update: Update) -> str:
    texts = sorted(gathering.words(update), key=lambda text: text.language != Language.ENGLISH)
    return lines.first_sentence(markdown.plain(texts[0].text)) if texts else str(update)


def _filled(bulletin: Bulletin) -> Bulletin:
    """With every field's value; 400 names those that have none, before anything is owed to anybody."""
    try:
        return bulletin.filled(strict=True)
    except Unfilled as problem:
        unknown = [_("There is no field {%(name)s}.") % {"name": name} for name in problem.unknown]
        empty = [_("Nothing is known yet for {%(name)s}.") % {"name": name} for name in problem.empty]
        raise Invalid({"texts": [*unknown, *empty]}) from problem


def _contents(bulletin: Bulletin) -> list[Words]:
    """Every audience in every language over every channel, rendered now: what can't be, stops here."""
    for kind in (ChannelKind.PAGE, ChannelKind.SHORT):
        for language in Language.values:
            rendering.render(bulletin, audience=gathering.GENERAL, channel_kind=kind, language=language)
    words = []
    for audience in bulletin.chains:
        for kind in OWED_OVER:
            for language in Language.values:
                made = rendering.render(bulletin, audience=audience, channel_kind=kind, language=language)
                text = "" if made.payload else made.text
                words.append(Words(audience, str(kind), language, made.subject, text, made.html, made.payload))
    return words


def _keep(update: Update, incident: Incident, bulletin: Bulletin, *, by: Actor, at: datetime) -> None:
    """Freeze the words, number the update, and write what readers now know onto the incident."""
    _freeze_words(update, bulletin)
    sequence = incident.last_sequence + 1
    claimed = Update.objects.filter(pk=update.pk, state=State.DRAFT, version=update.version).update(
        state=State.PUBLISHED,
        version=update.version + 1,
        sequence=sequence,
        next_update_at=update.next_update_at,
        affected=list(bulletin.told.affected),
        published_at=at,
        published_by=by.label[:200],
    )
    if not claimed:
        raise AlreadyPublished(Update.objects.get(pk=update.pk))
    update.refresh_from_db()
    update.incident = incident
    incident.last_sequence, incident.next_update_at, incident.updated_at = sequence, update.next_update_at, at
    incident.is_public = incident.is_public or incident.kind != Kind.DRILL
    incident.save(update_fields=["last_sequence", "next_update_at", "updated_at", "is_public"])
    incident.entries.create(
        at=at,
        author=by.label[:200],
        kind=EntryKind.UPDATE,
        text=_opening(update),
        data={"update": update.public_id, "sequence": sequence, "phase": update.phase, "notify": update.notify},
    )
    audit.record(
        "incidents.update.published",
        on=update,
        by=by,
        at=at,
        incident=incident.reference,
        sequence=sequence,
        told=update.incident_state,
    )


def _freeze_words(update: Update, bulletin: Bulletin) -> None:
    """What was sent is what is stored: fields are replaced for good."""
    filled = {(text.audience, text.channel_kind, text.language): text for text in bulletin.told.texts}
    changed = []
    for row in update.variants.all():
        text = filled[row.audience_id, row.channel_kind, row.language]
        if (row.subject, row.text) != (text.subject, text.text):
            row.subject, row.text, row.html = text.subject, text.text, markdown.render(text.text)
            changed.append(row)
    Variant.objects.bulk_update(changed, ["subject", "text", "html"])


def _owe(update: Update, contents: list[Words], *, by: Actor, at: datetime) -> None:
    incident = update.incident
    delivery.owe(
        key=f"incidents.update:{update.pk}",
        label=f"{incident.reference} #{update.sequence}: {incident.title}",
        contents=contents,
        audience=AUDIENCE,
        audience_args=gathering.scope(incident, at=at).to_args(),
        group=incident.reference,
        sequence=update.sequence or 0,
        by=by,
        at=at,
    )
