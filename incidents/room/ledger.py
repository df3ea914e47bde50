"""The facts as one person sees them in the room: what is due first, with a form for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.actor import Actor
from core.text.translations import Language
from incidents.communication import queries as communication
from incidents.communication.citations import Outdated
from incidents.communication.estimates import Said
from incidents.communication.states import Phase
from incidents.facts import policies, queries
from incidents.facts.forms import AnswerForm, AskForm, RetractForm
from incidents.facts.models import FactAnswer
from incidents.facts.queries import Ledger, Line
from incidents.facts.states import KNOWN, Kind, State
from incidents.response.models import Incident

ICONS = {State.CONFIRMED: "✓", State.ESTIMATED: "≈", State.UNKNOWN: "?", State.RETRACTED: "×"}
TONES = {State.CONFIRMED: "good", State.ESTIMATED: "calm", State.UNKNOWN: "warn", State.RETRACTED: "bad"}


@dataclass(frozen=True, slots=True)
class Rights:
    answer: bool
    confirm: bool
    word: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what one may do about it; `form` only where the answer is asked for on the spot."""

    line: Line
    outdated: tuple[Outdated, ...]
    form: AnswerForm | None

    @property
    def icon(self) -> str:
        return ICONS[State(self.line.state)] if self.line.state else "–"

    @property
    def tone(self) -> str:
        return TONES[State(self.line.state)] if self.line.state else "quiet-pill"

    @property
    def state_label(self) -> str:
        return str(State(self.line.state).label) if self.line.state else ""


@dataclass(frozen=True, slots=True)
class View:
    incident: Incident
    phase: str
    due: tuple[Row, ...]
    known: tuple[Row, ...]
    other: tuple[Row, ...]
    rights: Rights

    @property
    def outdated(self) -> int:
        return sum(len(row.outdated) for row in (*self.due, *self.known, *self.other))


def rights_of(incident: Incident, actor: Actor) -> Rights:
    return Rights(
        answer=policies.can_answer(actor, incident),
        confirm=policies.can_confirm(actor, incident),
        word=policies.can_word(actor, incident),
        draft=actor.may("incidents.draft_update"),
    )


def view(incident: Incident, actor: Actor) -> View:
    """The whole ledger."""
    found, told = read(incident)
    rights = rights_of(incident, actor)

    def rows(lines: tuple[Line, ...], *, ask: bool = False) -> tuple[Row, ...]:
        return tuple(
            Row(line, tuple(told.get(line.item.key, ())), _form(line, rights) if ask else None) for line in lines
        )

    return View(
        incident=incident,
        phase=str(Phase(found.phase).label),
        due=rows(found.due, ask=True),
        known=rows(found.known),
        other=rows(found.other),
        rights=rights,
    )


def read(incident: Incident) -> tuple[Ledger, Mapping[str, list[Outdated]]]:
    """The ledger, and what readers were told that is not so any more."""
    found = queries.ledger(incident)
    present = {line.item.key: line.answer for line in found.lines if line.answer}
    return found, communication.outdated(incident, present)


def _form(line: Line, rights: Rights, data: Mapping[str, Any] | None = None) -> AnswerForm | None:
    if line.item.derived or not rights.answer:
        return None
    if line.state == State.CONFIRMED and not rights.confirm:
        return None
    return AnswerForm(data, line=line, may_confirm=rights.confirm)


@dataclass(frozen=True, slots=True)
class FactView:
    """One question on its own page: answer, history, asking, telling."""

    incident: Incident
    row: Row
    history: tuple[FactAnswer, ...]
    rights: Rights
    retract: RetractForm | None
    ask: AskForm | None
    estimates: tuple[Said, ...] = ()

    @property
    def may_reword(self) -> bool:
        line = self.row.line
        return line.item.kind == Kind.TEXT and line.state in KNOWN and self.row.form is None and self.rights.word

    @property
    def wordings(self) -> list[tuple[str, str, str]]:
        """(language, its name, the words) for each language."""
        texts = self.row.line.answer.texts if self.row.line.answer else {}
        return [(language, str(label), texts.get(language, "")) for language, label in Language.choices]


def fact(incident: Incident, key: str, actor: Actor, *, bound: Mapping[str, Any] | None = None) -> FactView | None:
    """`bound` are forms that come back with what was typed and what is wrong, by verb."""
    bound = bound or {}
    found, told = read(incident)
    line = found.line(key)
    if line is None:
        return None
    rights = rights_of(incident, actor)
    form = bound.get("answer") or _form(line, rights)
    may_change = rights.answer and not line.item.derived
    may_retract = may_change and line.state in KNOWN and (rights.confirm or line.state != State.CONFIRMED)
    return FactView(
        incident=incident,
        row=Row(line, tuple(told.get(key, ())), form),
        history=tuple(queries.history(incident, key)),
        rights=rights,
        retract=bound.get("retract") or (RetractForm(initial={"expected": line.version}) if may_retract else None),
        ask=bound.get("ask") or (AskForm() if may_change else None),
        estimates=communication.estimates_of(incident) if line.item.kind == Kind.ETA else (),
    )


def answer_form(line: Line, rights: Rights, data: Mapping[str, Any]) -> AnswerForm:
    return AnswerForm(data, line=line, may_confirm=rights.confirm)
