"""The second signature: asked for, given or refused, and void as soon as the words are other words."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor, require
from core.actor import Kind as ActorKind
from core.audit import actions as audit
from core.text.translations import Language
from core.web import moments
from core.web.errors import Invalid
from incidents.communication import authors, gathering, letters, policies, queries, signing
from incidents.communication.actions import steps
from incidents.communication.bulletin import Bulletin
from incidents.communication.errors import AlreadyDecided, NothingToSign, SignatureNeeded, WordsChanged
from incidents.communication.models import Signature, SignatureQuerySet, Update
from incidents.communication.signing import Need
from incidents.communication.states import Case, SignatureState
from incidents.response.actions import steps as response
from incidents.response.letters import owe
from incidents.response.models import Incident
from incidents.response.states import EntryKind, Kind

NOTE_LENGTH = 1000


@transaction.atomic
def ask_signatures(*, update: Update, by: Actor, at: datetime, again: bool = True) -> list[Signature]:
    """Ask legal for whatever the words of this draft need; what is new, none where all is asked or signed.

    Without `again` what was refused for these very words is not asked a second time. Raises
    `NothingToSign` when the lead may publish them alone. Everybody who may sign is told by mail.
    """
    incident = steps.locked(update.incident_id)
    require(policies.can_ask, by, incident)
    update = steps.draft_of(update, None)
    update.incident = incident
    needed = signing.needs(queries.unfilled(update, at=at))
    if not needed:
        raise NothingToSign
    void_changed(update, incident, by=by, at=at)
    settled = [SignatureState.ASKED, SignatureState.SIGNED, *([] if again else [SignatureState.REFUSED])]
    known = set(update.signatures.filter(state__in=settled).values_list("case", "digest"))
    for case in {need.case for need in needed if (need.case, need.digest) not in known}:
        _void(update.signatures.asked().filter(case=case), incident, by=by, at=at)
    return [_ask(update, incident, need, by=by, at=at) for need in needed if (need.case, need.digest) not in known]


@transaction.atomic
def sign(*, signature: Signature, by: Actor, at: datetime, digest: str = "", note: str = "") -> Signature:
    """Answer for these words too. `digest` is that of the words one has read: others are not signed.

    Raises `AlreadyDecided` and `WordsChanged`.
    """
    return _decide(signature, SignatureState.SIGNED, by=by, at=at, digest=digest, note=note.strip())


@transaction.atomic
def refuse(*, signature: Signature, reason: str, by: Actor, at: datetime) -> Signature:
    """Say why these words should not go out so. Raises `AlreadyDecided`."""
    if not reason.strip():
        raise Invalid({"reason": [_("Say why, in a sentence.")]})
    return _decide(signature, SignatureState.REFUSED, by=by, at=at, note=reason.strip())


def require_signed(update: Update, draft: Bulletin, *, by: Actor) -> None:
    """Raise `SignatureNeeded` unless somebody other than `by` has signed exactly these words.

    Words that only the clock wrote need none: no person has promised or admitted anything in them.
    """
    needed = signing.needs(draft)
    if not needed or (by.kind == ActorKind.SYSTEM and not authors.of(update)):
        return
    rows = list(update.signatures.filter(case__in=[need.case for need in needed]))
    signed = {(row.case, row.digest): row.signer_id for row in rows if row.state == SignatureState.SIGNED}
    missing = [need for need in needed if (need.case, need.digest) not in signed]
    if missing:
        cases = {need.case for need in missing}
        was_signed = any(row.case in cases and row.decided_at and row.state != SignatureState.REFUSED for row in rows)
        raise SignatureNeeded(missing, changed=was_signed)
    own = [need for need in needed if by.user_id is not None and signed[need.case, need.digest] == by.user_id]
    if own:
        raise SignatureNeeded(own, own=True)


def void_changed(update: Update, incident: Incident, *, by: Actor, at: datetime) -> None:
    """What was asked or signed about other words than those that stand there now is void."""
    standing = list(update.signatures.filter(state__in=[SignatureState.ASKED, SignatureState.SIGNED]))
    if not standing:
        return
    fresh = Update.objects.get(pk=update.pk)
    fresh.incident = incident
    bulletin = queries.unfilled(fresh, at=at)
    changed = [row.pk for row in standing if not signing.still_says(bulletin, row.keys, row.digest)]
    if changed:
        _void(update.signatures.filter(pk__in=changed), incident, by=by, at=at)


def _void(rows: SignatureQuerySet, incident: Incident, *, by: Actor, at: datetime) -> None:
    for row in rows.order_by("pk"):
        row.state, row.voided_at, row.voided_by = SignatureState.VOID, at, by.label[:200]
        row.save(update_fields=["state", "voided_at", "voided_by"])
        _tell(incident, "signature_void", row, by=by, at=at)


def _ask(update: Update, incident: Incident, need: Need, *, by: Actor, at: datetime) -> Signature:
    row = Signature.objects.create(
        update=update,
        case=need.case,
        words=need.rows(),
        digest=need.digest,
        asked_at=at,
        asked_by=by.label[:200],
        asker_id=by.user_id,
    )
    _tell(incident, "signature_asked", row, by=by, at=at)
    if incident.kind != Kind.DRILL:  # an exercise is played in the room; nobody is called for it
        _write_to(queries.signers(row), row, incident, by=by, at=at)
    return row


def _decide(
    signature: Signature, state: SignatureState, *, by: Actor, at: datetime, digest: str = "", note: str
) -> Signature:
    incident = steps.locked(Update.objects.values_list("incident_id", flat=True).get(pk=signature.update_id))
    row = Signature.objects.select_for_update(of=("self",)).select_related("update").get(pk=signature.pk)
    require(policies.can_sign, by, row)
    if row.state != SignatureState.ASKED:
        raise AlreadyDecided(row)
    if len(note) > NOTE_LENGTH:
        raise Invalid({"reason": [_("At most %(limit)d characters.") % {"limit": NOTE_LENGTH}]})
    if state == SignatureState.SIGNED:
        update = steps.draft_of(row.update, None)
        update.incident = incident
        as_it_is = signing.still_says(queries.unfilled(update, at=at), row.keys, row.digest)
        if not as_it_is or digest not in ("", row.digest):
            raise WordsChanged
    row.state, row.decided_at, row.decided_by = state, at, by.label[:200]
    row.signer_id, row.note = by.user_id, note
    row.save(update_fields=["state", "decided_at", "decided_by", "signer", "note"])
    what = "signature_given" if state == SignatureState.SIGNED else "signature_refused"
    _tell(incident, what, row, by=by, at=at, words=note, person=by.label, length=moments.span(at - row.asked_at))
    _answer_the_asker(row, incident, by=by, at=at)
    return row


def _tell(
    incident: Incident, what: str, row: Signature, *, by: Actor, at: datetime, words: str = "", **params: str
) -> None:
    """One line of the story and of the audit trail."""
    response.tell(
        incident, EntryKind.DECISION, what, by=by, at=at, words=words, case=in_languages(Case(row.case)), **params
    )
    verb = what.removeprefix("signature_")
    data = {"incident": incident.reference, "case": row.case, "digest": row.digest, "update": row.update_id}
    audit.record(f"incidents.signature.{verb}", on=row, by=by, at=at, **data, **({"note": words} if words else {}))


def in_languages(case: Case) -> dict[str, str]:
    """The reason's name as the timeline keeps it."""
    found = {}
    for language in Language.values:
        with translation.override(language):
            found[language] = str(case.label)
    return found


def _answer_the_asker(row: Signature, incident: Incident, *, by: Actor, at: datetime) -> None:
    asker = User.objects.filter(pk=row.asker_id, is_active=True).first()
    if asker and incident.kind != Kind.DRILL:
        _write_to([asker], row, incident, by=by, at=at)


def _write_to(people: Iterable[User], row: Signature, incident: Incident, *, by: Actor, at: datetime) -> None:
    """The letter names the reason and never the words: they are read in the room, behind the login."""
    veil = gathering.veil()  # reads the suppliers once for all of them
    for user in people:
        letter = letters.about(row, incident, user, veil=veil)
        owe(letter, key=f"incidents.signature:{row.pk}:{row.state}", user=user, by=by, at=at)
