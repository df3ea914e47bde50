"""What waits for a decision in the room: signatures, and updates that somebody may still object to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.actor import Actor
from incidents.communication import policies, queries, signing
from incidents.communication.bulletin import Bulletin
from incidents.communication.models import ObjectionWindow, Signature
from incidents.communication.states import Case, SignatureState
from incidents.response.models import Incident

PILLS = {
    SignatureState.ASKED: ("warn", "…"),
    SignatureState.SIGNED: ("good", "✓"),
    SignatureState.REFUSED: ("bad", "×"),
    SignatureState.VOID: ("warn", "!"),
}


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as one person sees it; `own` says why somebody from legal may not sign it."""

    row: Signature
    may_sign: bool
    own: bool

    @property
    def waits(self) -> bool:
        return self.row.state == SignatureState.ASKED

    @property
    def tone(self) -> str:
        return PILLS[SignatureState(self.row.state)][0]

    @property
    def icon(self) -> str:
        return PILLS[SignatureState(self.row.state)][1]

    @property
    def took(self) -> timedelta | None:
        return self.row.decided_at - self.row.asked_at if self.row.decided_at else None


@dataclass(frozen=True, slots=True)
class HeldLine:
    window: ObjectionWindow
    words: str
    language: str
    may_withdraw: bool
    may_object: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    signatures: tuple[SignatureLine, ...]
    held: tuple[HeldLine, ...]

    def __bool__(self) -> bool:
        return bool(self.signatures or self.held)


def of(incident: Incident, actor: Actor) -> Waiting:
    """2 statements where nothing waits; the newest signature of each case of each draft."""
    newest: dict[tuple[int, str], Signature] = {}
    for row in queries.signatures_of_drafts(incident):
        newest.setdefault((row.update_id, row.case), row)
    return Waiting(
        signatures=tuple(signature_line(row, actor) for row in newest.values()),
        held=tuple(held_line(window, incident, actor) for window in queries.open_windows(incident)),
    )


def signature_line(row: Signature, actor: Actor) -> SignatureLine:
    asked = row.state == SignatureState.ASKED and actor.may(policies.SIGN)
    may_sign = asked and policies.can_sign(actor, row)
    return SignatureLine(row, may_sign=may_sign, own=asked and not may_sign)


def held_line(window: ObjectionWindow, incident: Incident, actor: Actor) -> HeldLine:
    text = queries.shown_words(window.update)
    return HeldLine(
        window=window,
        words=text.text if text else "",
        language=text.language if text else "",
        may_withdraw=policies.can_withdraw(actor, incident),
        may_object=policies.can_object(actor, incident),
    )


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One reason why the open draft needs legal, and how far that has come."""

    label: str
    state: str

    @property
    def signed(self) -> bool:
        return self.state == SignatureState.SIGNED

    @property
    def to_ask(self) -> bool:
        return self.state not in (SignatureState.SIGNED, SignatureState.ASKED)

    @property
    def said(self) -> str:
        return str(SignatureState(self.state).label) if self.state else ""

    @property
    def tone(self) -> str:
        return PILLS[SignatureState(self.state)][0] if self.state else "warn"

    @property
    def icon(self) -> str:
        return PILLS[SignatureState(self.state)][1] if self.state else "!"


def needed(draft: Any, bulletin: Bulletin | None) -> tuple[NeedLine, ...]:
    """What the words of the open draft need signed; no statement where they need nothing."""
    needs = signing.needs(bulletin) if bulletin else ()
    if not needs:
        return ()
    rows = list(queries.signatures_of(draft))
    found = []
    for need in needs:
        same = next((row for row in rows if (row.case, row.digest) == (need.case, need.digest)), None)
        before = any(row.case == need.case and row.decided_at for row in rows)
        state = same.state if same else SignatureState.VOID.value if before else ""
        found.append(NeedLine(str(Case(need.case).label), state))
    return tuple(found)
