"""What the linter must know of this house: its suppliers and its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.text.translations import Language
from incidents.catalogue.models import ThirdParty
from incidents.facts import keys
from incidents.facts import queries as answers
from incidents.facts.states import State
from incidents.facts.words import Answer
from incidents.response.models import Incident
from incidents.wording import linter
from incidents.wording.linter import Draft, Fact, Supplier, rules, table

FIELDS = (*keys.RESERVED, *(key.key for key in keys.KEYS.values() if key.publishable))
SHOWN = ("rule", "practice", "level", "category", "overridable", "message", "part", "start", "end", "mend")


@dataclass(frozen=True, slots=True)
class Advice:
    """One rule as people read it, in the active language."""

    id: str
    practice: str
    level: str
    category: str
    overridable: bool
    name: str
    message: str
    bad: str
    good: str
    phases: tuple[str, ...]  # none: it applies to every message


def suppliers() -> dict[str, tuple[Supplier, ...]]:
    """Every supplier by language, not only an incident's: a name slips into any text; 1 statement."""
    columns = ("pk", "name", "spellings", "aliases__language", "aliases__alias")
    named: dict[int, tuple[str, ...]] = {}
    aliases: dict[tuple[int, str], str] = {}
    for pk, name, spellings, language, alias in ThirdParty.objects.order_by("pk").values_list(*columns):
        named[pk] = (name, *map(str, spellings))
        aliases[pk, language] = alias
    return aliased(named, aliases)


def aliased(
    named: Mapping[int, tuple[str, ...]], aliases: Mapping[tuple[int, str], str]
) -> dict[str, tuple[Supplier, ...]]:
    """The same from rows already read: names by supplier, alias by supplier and language."""
    found = {}
    for language in Language.values:
        with translation.override(language):
            anybody = _("one of our third-party service providers")
        found[language] = tuple(Supplier(names, aliases.get((pk, language)) or anybody) for pk, names in named.items())
    return found


def facts(answers: Mapping[str, Answer], language: str) -> dict[str, Fact]:
    """The ledger as the linter takes it. Data called unsafe is not confirmed to be safe."""
    return {key: _fact(answer, language) for key, answer in answers.items()}


def _fact(answer: Answer, language: str) -> Fact:
    state = answer.state
    if answer.key == "data_safe" and not answer.value.get("answer"):
        state = State.UNKNOWN.value
    return Fact(state, answer.texts.get(language, ""))


def check(
    *, text: str, language: str, incident: Incident | None = None, subject: str = "", **given: Any
) -> list[dict[str, Any]]:
    """The findings in one text as rows; an incident lends its ledger, components and regions; at most 6 statements."""
    known: dict[str, Any] = {"suppliers": suppliers()[language], "facts": {}}
    if incident:
        impacts = incident.impacts.filter(component__is_public=True).select_related("component", "region")
        rows = impacts.prefetch_related("component__translations", "region__translations").order_by("pk")
        known["components"] = tuple(dict.fromkeys(row.component.name_in(language) for row in rows))
        known["regions"] = tuple(dict.fromkeys(row.region.name_in(language) for row in rows if row.region))
        known["facts"] = facts(answers.answers(incident), language)
    filled = dict.fromkeys(FIELDS, "…")  # what there is to fill in, is filled in when it is said
    draft = Draft(text=text, language=language, subject=subject, fields=filled, **known, **given)
    parts = {"text": text, "subject": subject}
    return [
        {**{name: getattr(finding, name) for name in SHOWN}, "quote": parts[finding.part][finding.start : finding.end]}
        for finding in linter.check(draft)
    ]


def advice() -> list[Advice]:
    """Every rule, by the practice it serves."""
    found = [
        Advice(
            id=rule.id,
            practice=rule.practice,
            level=str(rule.level),
            category=str(rule.category),
            overridable=rule.overridable,
            name=str(rule.name),
            message=str(rule.message),
            bad=rule.bad,
            good=rule.good,
            phases=tuple(phase for phase, owed in table.BY_PHASE.items() if rule.id in owed),
        )
        for rule in rules().values()
    ]
    return sorted(found, key=lambda each: (int(each.practice[1:]), each.id))
