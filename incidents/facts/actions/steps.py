"""The steps every action on a fact shares: find the question, lock, keep one more answer, tell."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit import actions as audit
from core.web.errors import Invalid
from incidents import signals
from incidents.facts import keys, queries, words
from incidents.facts.errors import AnsweredMeanwhile, DerivedFact
from incidents.facts.models import Fact, FactAnswer
from incidents.facts.queries import Item
from incidents.facts.states import State
from incidents.response.actions.steps import tell
from incidents.response.models import Incident
from incidents.response.states import EntryKind

SOURCE_LENGTH = 500
SENTENCES = {
    State.UNKNOWN: "fact_unknown",
    State.ESTIMATED: "fact_estimated",
    State.CONFIRMED: "fact_confirmed",
    State.RETRACTED: "fact_retracted",
}


def item(key: str) -> Item:
    """The question, in the active language; `Invalid` names the ones there are."""
    known = queries.checklist()
    if key not in known:
        raise Invalid({"key": [_("Unknown fact. Known: %(names)s.") % {"names": ", ".join(known)}]})
    found = known[key]
    if found.derived:
        raise DerivedFact(_DERIVED[key]())
    return found


_DERIVED = {
    "functions": lambda: _("Functions are told where the impact is noted: add or change an impact."),
    "next_update_at": lambda: _("The next update is promised by publishing one: choose its moment there."),
}


def fact(incident: Incident, asked: Item) -> Fact:
    """The row of this key, made when it is the first time; the incident is locked."""
    found, _created = Fact.objects.select_related("current").get_or_create(
        incident=incident, key=asked.key, defaults={"kind": asked.kind, "publishable": asked.publishable}
    )
    return found


def check_version(row: Fact, present: words.Answer | None, expected: int | None) -> None:
    """The first answer wins; the second person is shown it."""
    if expected is not None and expected != row.version:
        raise AnsweredMeanwhile(present, row.version)


def check_source(source: str) -> str:
    if len(source) > SOURCE_LENGTH or "\x00" in source:
        raise Invalid({"source": [_("At most %(limit)d characters.") % {"limit": SOURCE_LENGTH}]})
    return source.strip()


def keep(
    row: Fact, state: str, value: dict[str, Any], texts: dict[str, str], *, reworded: bool = False, source: str,
    by: Actor, at: datetime,
) -> FactAnswer:  # fmt: skip
    """One more answer, and the fact points to it."""
    before = row.current
    number = row.version + 1
    same = before is not None and before.state not in (State.RETRACTED, State.UNKNOWN) and (
        reworded or (before.value, before.texts) == (value, texts)
    )  # fmt: skip
    made = FactAnswer.objects.create(
        fact=row,
        number=number,
        meaning=before.meaning if before is not None and same and state != State.RETRACTED else number,
        state=state,
        value=value,
        texts=texts,
        source=source,
        answered_at=at,
        answered_by=by.label[:200],
        user_id=by.user_id,
        role=_role(row.incident, by),
        supersedes=before,
    )
    row.current, row.version = made, number
    row.save(update_fields=["current", "version"])
    return made


def _role(incident: Incident, by: Actor) -> str:
    """The role in which somebody answers; the first one held."""
    if by.user_id is None:
        return ""
    held = incident.assignments.filter(user_id=by.user_id, to_at=None).order_by("from_at", "pk")
    return held.values_list("role", flat=True).first() or ""


def tell_everybody(incident: Incident, asked: Item, made: FactAnswer, verb: str, *, by: Actor, at: datetime) -> None:
    """The timeline in English, the audit trail, and whoever listens."""
    with translation.override("en"):
        builtin = keys.KEYS.get(asked.key)
        label = str(builtin.label) if builtin else asked.label
        answer = words.shown(made.as_answer(made.fact), "en", lambda moment: f"{moment:%Y-%m-%d %H:%M} UTC")
    tell(
        incident, EntryKind.FACT, SENTENCES[State(made.state)], by=by, at=at,
        words=made.source, fact=label, answer=answer,
    )  # fmt: skip
    audit.record(
        f"incidents.fact.{verb}",
        on=made.fact,
        by=by,
        at=at,
        incident=incident.reference,
        key=asked.key,
        number=made.number,
        state=str(made.state),
        value=made.value,
        texts=made.texts,
    )
    signals.fact_changed.send(sender=Fact, incident=incident, fact=made.fact, answer=made, by=by, at=at)
