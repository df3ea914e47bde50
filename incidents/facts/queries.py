"""Reads of the ledger; a fixed number of statements whatever has happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from core.actor import Actor
from incidents.facts import clock, due, keys
from incidents.facts.models import ChecklistItem, Fact, FactAnswer, FactRequest
from incidents.facts.states import ANSWERED, Department, Kind, Need, State
from incidents.facts.words import Answer, shown
from incidents.response.models import Impact, Incident, RoleAssignment
from incidents.response.states import ENDED
from incidents.response.states import Kind as IncidentKind


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it is asked, in the active language."""

    key: str
    label: str
    question: str
    kind: str
    need: str
    department: str
    publishable: bool
    derived: bool
    position: int
    active: bool = True

    @property
    def need_label(self) -> str:
        return str(Need(self.need).label)


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its present answer; `due` when the next message lacks it."""

    item: Item
    answer: Answer | None
    publishable: bool
    due: bool
    requests: tuple[FactRequest, ...]

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else ""

    @property
    def version(self) -> int:
        return self.answer.number if self.answer else 0

    @property
    def answered(self) -> bool:
        return self.state in ANSWERED

    @property
    def department_label(self) -> str:
        return str(Department(self.item.department).label) if self.item.department else ""

    @property
    def text(self) -> str:
        return shown(self.answer, get_language() or "en", clock.short) if self.answer else ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every question; `phase` is the message that comes next."""

    phase: str
    lines: tuple[Line, ...]

    @property
    def due(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.due)

    @property
    def known(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.answered)

    @property
    def other(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.due and not line.answered)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.item.key == key), None)


def checklist() -> dict[str, Item]:
    """The questions by key, in order, those switched off too; 2 statements. Unseeded, those of `keys`."""
    language = get_language() or "en"
    rows = {row.key: row for row in ChecklistItem.objects.prefetch_related("translations")}
    found = [_builtin(key, rows.pop(key, None), language) for key in keys.KEYS.values()]
    found += [_own(row, language) for row in rows.values()]
    return {item.key: item for item in sorted(found, key=lambda each: (each.position, each.key))}


def _builtin(key: keys.Key, row: ChecklistItem | None, language: str) -> Item:
    """Its kind is ours; its words, place and moment are the organisation's, once there is a row."""
    if row is None:
        words = (str(key.label), str(key.question))
        given = (key.need.value, key.department.value, key.publishable, key.derived, list(keys.KEYS).index(key.key))
        return Item(key.key, *words, key.kind.value, *given)
    publishable = row.publishable and key.publishable
    given = (row.need, row.department, publishable, key.derived, row.position, row.is_active)
    return Item(key.key, *row.in_language(language), key.kind.value, *given)


def _own(row: ChecklistItem, language: str) -> Item:
    given = (row.need, row.department, row.publishable, False, row.position, row.is_active)
    return Item(row.key, *row.in_language(language), row.kind, *given)


def answers(incident: Incident) -> dict[str, Answer]:
    """The present answers by key, in one statement.

    Where the truth is a field of the incident, it is read from there: whoever set it, wherever.
    """
    rows = incident.facts.exclude(current=None).select_related("current")
    found = {row.key: row.answer() for row in rows}
    return {key: answer for key, answer in {**found, **_mirrored(incident, found)}.items() if answer}


def _mirrored(incident: Incident, found: Mapping[str, Answer | None]) -> dict[str, Answer | None]:
    began = incident.impact_started_at
    supplier = incident.third_party
    promised = incident.next_update_at
    values: dict[str, dict[str, Any] | None] = {
        "impact_started_at": {"at": began.isoformat()} if began else None,
        "third_party": {"name": supplier.name} if supplier else None,
        "next_update_at": {"at": promised.isoformat()} if promised else None,
    }
    return {key: _agreeing(key, value, found.get(key), incident) for key, value in values.items()}


def _agreeing(key: str, value: dict[str, Any] | None, answer: Answer | None, incident: Incident) -> Answer | None:
    """The answer given when it says what the incident says; else what the incident says, not confirmed."""
    if value is None:
        return answer if answer and (not answer.value or not any(answer.value.values())) else None
    if answer and answer.value == value and answer.state != State.RETRACTED:
        return answer
    state = State.CONFIRMED if keys.KEYS[key].derived else State.ESTIMATED
    number = answer.number if answer else 0
    if keys.KEYS[key].derived:
        return Answer(key, keys.KEYS[key].kind.value, state.value, value)
    return Answer(
        key,
        keys.KEYS[key].kind.value,
        state.value,
        value,
        number=number,
        by=incident.declared_by,
        at=incident.declared_at,
    )


def ledger(incident: Incident) -> Ledger:
    """Every question with its answer and who was asked; 5 statements."""
    known = answers(incident)
    harmed = _functions(incident)
    if harmed:
        known["functions"] = harmed
    items = {key: item for key, item in checklist().items() if item.active or key in known}
    phase = next_phase(incident)
    needs = {key: item.need for key, item in items.items() if item.active}
    lacking = due.due(needs, {key: answer.state for key, answer in known.items()}, phase)
    asked: dict[str, list[FactRequest]] = {}
    for row in incident.fact_requests.open().select_related("to_user", "to_group").order_by("due_at", "pk"):
        asked.setdefault(row.key, []).append(row)
    lines = (_line(item, known.get(key), key in lacking, asked.get(key, [])) for key, item in items.items())
    return Ledger(phase, tuple(lines))


def _line(item: Item, answer: Answer | None, lacking: bool, asked: list[FactRequest]) -> Line:
    publishable = item.publishable and (answer is None or answer.publishable)
    return Line(item=item, answer=answer, publishable=publishable, due=lacking, requests=tuple(asked))


def next_phase(incident: Incident) -> str:
    """The message that comes next."""
    planned = incident.kind == IncidentKind.MAINTENANCE
    return due.next_phase(said=incident.last_sequence, incident_state=incident.state, planned=planned)


def _functions(incident: Incident) -> Answer | None:
    """What is impaired, as the impact section has it; once all has recovered, what it was."""
    every = (
        Impact.objects.filter(incident=incident)
        .select_related("component", "region")
        .order_by("component__position", "component_id", "pk")
    )
    rows = [row for row in every if row.ended_at is None] or list(every)
    names = [f"{row.component} ({row.region})" if row.region else str(row.component) for row in rows]
    if not names:
        return None
    value = {"names": list(dict.fromkeys(names))}
    latest = max(rows, key=lambda row: row.started_at)
    return Answer(
        "functions", Kind.COMPONENTS.value, State.CONFIRMED.value, value, by=latest.started_by, at=latest.started_at
    )


def history(incident: Incident, key: str) -> QuerySet[FactAnswer]:
    """Every answer to one key, newest first."""
    return (
        FactAnswer.objects.filter(fact__incident=incident, fact__key=key)
        .select_related("fact", "user")
        .order_by("-number")
    )


def asked_of(actor: Actor) -> QuerySet[FactRequest]:
    """What this person is asked for and nobody has answered: by name, by a role held, or by a group."""
    if actor.user_id is None:
        return FactRequest.objects.none()
    held = RoleAssignment.objects.filter(user_id=actor.user_id, to_at=None)
    pairs = [Q(incident_id=incident, to_role=role) for incident, role in held.values_list("incident_id", "role")]
    mine = Q(to_user_id=actor.user_id) | Q(to_group__user=actor.user_id)
    for pair in pairs:
        mine |= pair
    rows = FactRequest.objects.open().exclude(incident__state__in=ENDED).filter(mine).distinct()
    return rows.select_related("incident", "to_user", "to_group").order_by("due_at", "pk")


def fact_of(incident: Incident, key: str) -> Fact | None:
    return incident.facts.select_related("current").filter(key=key).first()
