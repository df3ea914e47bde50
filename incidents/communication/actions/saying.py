"""An update goes out: everything rendered, kept and owed in one transaction, or nothing has happened."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.actor import Actor
from core.audit import actions as audit
from core.delivery import actions as delivery
from core.delivery.actions import Words
from core.text import lines, markdown
from core.text.translations import Language
from core.web.errors import Invalid
from incidents import signals
from incidents.communication import channels, citations, fitting, gathering, queries, rendering, states
from incidents.communication.actions import steps
from incidents.communication.actions.proofread import proofread
from incidents.communication.actions.signatures import require_signed
from incidents.communication.bulletin import Bulletin
from incidents.communication.errors import AlreadyPublished
from incidents.communication.models import Citation, Update, Variant
from incidents.communication.states import ChannelKind, Phase, State
from incidents.facts.words import Answer
from incidents.response import actions as response
from incidents.response import queries as situation
from incidents.response.models import Incident
from incidents.response.states import EntryKind, Kind, guard
from incidents.response.states import State as IncidentState

AUDIENCE = "incidents.subscribers.audience"
OUTLETS = "incidents.outlets.audience"
OWED_OVER = (ChannelKind.EMAIL, ChannelKind.WEBHOOK)


@dataclass(frozen=True, slots=True)
class Ready:
    """What is about to be said: filled, read by the linter, signed where it must be, and rendered."""

    bulletin: Bulletin
    said: tuple[Answer, ...]
    contents: list[Words]
    posts: list[Words]
    tells: bool


def say(update: Update, incident: Incident, *, by: Actor, at: datetime, override_reason: str) -> Update:
    """Publish a draft of a locked incident; who may is asked before. Nothing leaves the process here."""
    update.next_update_at = _promise(update, incident, at)
    incident = _tell_state(update, incident, by=by, at=at)
    ready = _ready(update, incident, by=by, at=at, override_reason=override_reason)
    update.eta = citations.expected_end(ready.said)
    _keep(update, incident, ready.bulletin, by=by, at=at)
    Citation.objects.bulk_create(Citation(update=update, key=each.key, answer_id=each.answer_id) for each in ready.said)
    if ready.tells:
        _owe(update, ready, by=by, at=at)
    signals.update_published.send(sender=Update, incident=incident, update=update, by=by, at=at)
    return update


def rehearse(update: Update, incident: Incident, *, by: Actor, at: datetime, override_reason: str) -> None:
    """Raise whatever `say` would raise now, and write nothing."""
    drafted = update.next_update_at
    update.next_update_at = _promise(update, incident, at)
    if update.incident_state != states.to_tell(incident.state):
        guard(incident.state, update.incident_state)
    _ready(update, incident, by=by, at=at, override_reason=override_reason)
    update.next_update_at = drafted


def _ready(update: Update, incident: Incident, *, by: Actor, at: datetime, override_reason: str) -> Ready:
    update.incident = incident
    draft = gathering.gather(update, at=at)
    said = citations.cited(draft)
    bulletin = _filled(draft)
    update.findings, update.override_reason = proofread(draft, by=by, reason=override_reason)
    require_signed(update, draft, by=by)
    _check(bulletin)
    tells = update.notify and incident.kind != Kind.DRILL
    told, spoken = channels.used_for_telling() if tells else ({}, {})
    return Ready(bulletin, said, _words(draft, bulletin, told), _fitted(bulletin, spoken), tells)


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
    gaps = bulletin.gaps()
    if gaps:
        raise Invalid({"texts": gaps})
    return bulletin.filled(strict=True)


def _words(draft: Bulletin, bulletin: Bulletin, told: channels.Rules) -> list[Words]:
    """What subscribers get: of the default page, and in the name and on the clock of each page somebody follows."""
    found = {"": bulletin} | {page: _filled(each) for page, each in gathering.editions(draft).items()}
    return [
        replace(words, edition=page)
        for page, each in found.items()
        for words in (*_contents(each), *_fitted(each, told))
    ]


def _check(bulletin: Bulletin) -> None:
    """What can't be rendered for the page, stops here."""
    for kind in (ChannelKind.PAGE, ChannelKind.SHORT):
        for language in Language.values:
            rendering.render(bulletin, audience=gathering.GENERAL, channel_kind=kind, language=language)


def _contents(bulletin: Bulletin) -> list[Words]:
    """Every audience in every language over every channel, rendered now: what can't be, stops here."""
    words = []
    for audience in bulletin.chains:
        for kind in OWED_OVER:
            for language in Language.values:
                made = rendering.render(bulletin, audience=audience, channel_kind=kind, language=language)
                text = "" if made.payload else made.text
                words.append(Words(audience, str(kind), language, made.subject, text, made.html, made.payload))
    return words


def _fitted(bulletin: Bulletin, rules: channels.Rules) -> list[Words]:
    """Every audience in every language, as long as each network lets us; what is too long stops here."""
    made = fitting.everywhere(bulletin, rules, bulletin.chains)
    return [
        Words(audience, network, language, each.subject, each.text)
        for (audience, network, language), each in made.items()
    ]


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
        eta=update.eta,
        findings=update.findings,
        override_reason=update.override_reason,
        published_at=at,
        published_by=by.label[:200],
    )
    if not claimed:
        raise AlreadyPublished(Update.objects.get(pk=update.pk))
    update.refresh_from_db()
    update.incident = incident
    incident.last_sequence, incident.next_update_at, incident.updated_at = sequence, update.next_update_at, at
    incident.sooner_update_at = None
    incident.is_public = incident.is_public or incident.kind != Kind.DRILL
    incident.save(update_fields=["last_sequence", "next_update_at", "sooner_update_at", "updated_at", "is_public"])
    incident.entries.create(
        at=at,
        author=by.label[:200],
        kind=EntryKind.UPDATE,
        text=_opening(update),
        data={"update": update.public_id, "sequence": sequence, "phase": update.phase, "notify": update.notify},
    )
    reason = {"override_reason": update.override_reason} if update.override_reason else {}
    told = {"incident": incident.reference, "sequence": sequence, "told": update.incident_state}
    audit.record("incidents.update.published", on=update, by=by, at=at, **told, **reason)


def _freeze_words(update: Update, bulletin: Bulletin) -> None:
    """What was sent is what is stored: fields are replaced for good."""
    filled = {(text.audience, text.channel_kind, text.language): text for text in bulletin.told.texts}
    changed = []
    for row in update.variants.all():
        text = filled[row.audience_id, row.channel_kind, row.language]
        if (row.subject, row.text, row.names_supplier) != (text.subject, text.text, text.named):
            row.subject, row.text, row.html = text.subject, text.text, markdown.render(text.text)
            row.names_supplier = text.named
            changed.append(row)
    Variant.objects.bulk_update(changed, ["subject", "text", "html", "names_supplier"])


def _owe(update: Update, ready: Ready, *, by: Actor, at: datetime) -> None:
    """To the subscribers, and to our accounts. There a correction changes the post it corrects, where it can.

    An alarm about it tells its label: no supplier is named there either.
    """
    incident = update.incident
    title = ready.bulletin.concealed(incident.title, Language.ENGLISH)
    key = f"incidents.update:{update.pk}"
    rule = {
        "label": f"{incident.reference} #{update.sequence}: {title}",
        "audience_args": situation.scope(incident, at=at).to_args(),
        "group": incident.reference,
        "sequence": update.sequence or 0,
        "by": by,
        "at": at,
    }
    delivery.owe(key=key, contents=ready.contents, audience=AUDIENCE, **rule)
    if ready.posts:
        revises = f"incidents.update:{update.corrects_id}:outlets" if update.corrects_id else ""
        delivery.owe(key=f"{key}:outlets", contents=ready.posts, audience=OUTLETS, revises=revises, **rule)
