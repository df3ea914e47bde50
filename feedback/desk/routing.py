"""Which rules a new thread meets, and what they say. Pure.

Rules are asked in their order. Each says only what nobody has said yet; what an earlier one says, a later one
already sees. A rule that holds ends it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from core.text import analysis

STEM = 5  # letters that make two words one: "charged" and "charges"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a thread; keys of reference data, None or "" where nothing is."""

    register: str | None
    component: int | None
    region: int | None
    language: str
    origin: str
    words: frozenset[str]
    assignee: int | None = None
    team: str = ""


class Rule(Protocol):
    """What a row of RoutingRule has."""

    pk: int
    register_id: str | None
    component_id: int | None
    region_id: int | None
    language: str
    origin: str
    words: str
    set_register_id: str | None
    assign_to_id: int | None
    set_team: str
    hold: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say; `rules` are the keys of those that said something."""

    register: str | None = None
    assignee: int | None = None
    team: str = ""
    hold: bool = False
    rules: tuple[int, ...] = field(default=())


def decide(rules: Iterable[Rule], facts: Facts) -> Decision:
    said = Decision()
    for rule in rules:
        if not meets(rule, facts):
            continue
        more = {}
        if rule.set_register_id and not facts.register:
            more["register"] = rule.set_register_id
        if rule.assign_to_id and not facts.assignee:
            more["assignee"] = rule.assign_to_id
        if rule.set_team and not facts.team:
            more["team"] = rule.set_team
        if more or rule.hold:
            facts = replace(facts, **more)
            said = replace(said, **more, hold=rule.hold, rules=(*said.rules, rule.pk))
        if rule.hold:
            break
    return said


def meets(rule: Rule, facts: Facts) -> bool:
    """Whether every condition of the rule holds; one that is empty asks nothing."""
    asked = (
        (rule.register_id, facts.register),
        (rule.component_id, facts.component),
        (rule.region_id, facts.region),
        (rule.language, facts.language),
        (rule.origin, facts.origin),
    )
    if any(wanted and wanted != there for wanted, there in asked):
        return False
    lines = [line for line in rule.words.splitlines() if line.strip()]
    return not lines or any(holds(line, facts.words) for line in lines)


def holds(line: str, words: frozenset[str]) -> bool:
    """Whether all words of `line` are there; longer ones by their beginning."""
    parts = list(analysis.words(line))
    return bool(parts) and all(_among(part, words) for part in parts)


def _among(part: str, words: frozenset[str]) -> bool:
    if part in words:
        return True
    if analysis.is_cjk(part):
        return len(part) == 1 and any(word.startswith(part) for word in words)
    if part.removesuffix("s") in words or f"{part}s" in words:
        return True
    return len(part) >= STEM and any(word.startswith(part[:STEM]) for word in words)
