from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.web.errors import Invalid
from incidents.catalogue.models import ThirdParty
from incidents.facts import keys, policies, queries, values
from incidents.facts.actions import steps
from incidents.facts.errors import NothingToRetract
from incidents.facts.models import Fact, FactAnswer
from incidents.facts.states import ANSWERED, KNOWN, State
from incidents.facts.words import Answer
from incidents.response import actions as response
from incidents.response.actions.steps import locked
from incidents.response.models import Incident


@transaction.atomic
def answer(
    *,
    incident: Incident,
    key: str,
    state: str,
    value: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    source: str = "",
    by: Actor,
    at: datetime,
    expected: int | None = None,
) -> FactAnswer:
    """Say what is known about `key`, or that nobody knows yet (`state` "unknown", a legal answer).

    `value` is as `incidents.facts.values` describes it per kind; `texts` hold customers' wording by
    language. `expected` is the version the caller has seen (0: no answer yet): when somebody was
    faster, `AnsweredMeanwhile` shows their answer. Confirming, and changing what is confirmed, is for
    the commander and experts. Raises `Invalid` naming the field and `DerivedFact` for what is set elsewhere.
    """
    asked = steps.item(key)
    incident = locked(incident, at)
    require(policies.can_answer, by, incident)
    row = steps.fact(incident, asked)
    present = queries.answers(incident).get(key)
    steps.check_version(row, present, expected)
    if state not in ANSWERED:
        raise Invalid({"state": [_("Choose one of: %(choices)s.") % {"choices": ", ".join(ANSWERED)}]})
    kept, wording = values.clean(asked.kind, state, value, texts, at=at)
    source = steps.check_source(source)
    if state == State.CONFIRMED or _settled(present):
        require(policies.can_confirm, by, incident)
    incident = _mirror(incident, key, kept, source, by=by, at=at)
    row.incident = incident
    made = steps.keep(row, state, kept, wording, source=source, by=by, at=at)
    incident.fact_requests.open().filter(key=key).update(settled_at=at, settled_by=by.label[:200])
    steps.tell_everybody(incident, asked, made, "answered", by=by, at=at)
    return made


def _settled(present: Answer | None) -> bool:
    return present is not None and present.state == State.CONFIRMED


@transaction.atomic
def retract(
    *, incident: Incident, key: str, reason: str, by: Actor, at: datetime, expected: int | None = None
) -> FactAnswer:
    """Take an answer back: it was wrong, and nothing better is known. Messages that said it are shown."""
    asked = steps.item(key)
    incident = locked(incident, at)
    require(policies.can_answer, by, incident)
    row = Fact.objects.select_related("current").filter(incident=incident, key=key).first()
    if row is None or row.current is None or row.current.state not in KNOWN:
        raise NothingToRetract(_("There is no answer to withdraw."))
    present = queries.answers(incident).get(key)
    steps.check_version(row, present, expected)
    if _settled(present):
        require(policies.can_confirm, by, incident)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why, in a sentence.")]})
    incident = _mirror(incident, key, {}, steps.check_source(reason), by=by, at=at)
    row.incident = incident
    made = steps.keep(row, State.RETRACTED, {}, {}, source=reason.strip(), by=by, at=at)
    steps.tell_everybody(incident, asked, made, "retracted", by=by, at=at)
    return made


def _mirror(
    incident: Incident, key: str, value: Mapping[str, Any], source: str, *, by: Actor, at: datetime
) -> Incident:
    """Write the answer where its truth lives: two keys are fields of the incident."""
    if key not in keys.MIRRORED:
        return incident
    if key == "third_party":
        name = value.get("name", "")
        supplier = ThirdParty.objects.filter(name=name).first() if name else None
        if name and supplier is None:
            raise Invalid({"name": [_("There is no such third party in the catalogue: %(name)s.") % {"name": name}]})
        if supplier == incident.third_party:
            return incident
        return response.set_third_party(incident=incident, third_party=supplier, by=by, at=at)
    to = datetime.fromisoformat(value["at"]) if value.get("at") else None
    if to == incident.impact_started_at:
        return incident
    reason = source or _("Answered in the facts")
    try:
        return response.set_milestone(incident=incident, name=key, to=to, reason=reason, by=by, at=at)
    except Invalid as problem:
        found = [message for messages in problem.fields.values() for message in messages]
        raise Invalid({"at": found}) from problem
