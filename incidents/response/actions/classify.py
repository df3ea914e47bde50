from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor, require
from incidents import signals
from incidents.catalogue import severity as classifier
from incidents.catalogue.models import SeverityLevel
from incidents.response import policies
from incidents.response.actions.steps import keep, locked, needs, record, tell
from incidents.response.models import Incident
from incidents.response.states import EntryKind, MoveNotAllowed, State


@transaction.atomic
def classify(
    *,
    incident: Incident,
    level: SeverityLevel,
    reason: str = "",
    answers: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Incident:
    """Decide the severity. Any responder may raise it; only the commander lowers it, with a reason.

    `answers` are put to the classifier again; its proposal is kept beside the decision.
    The same level again changes nothing but the proposal.
    """
    incident = locked(incident, at)
    require(policies.can_respond, by, incident)
    if incident.state in (State.CLOSED, State.COMPLETED):
        raise MoveNotAllowed(incident.state, incident.state, allowed=())
    old = incident.severity
    lowers = old is not None and level.pk < old.pk
    if lowers:
        require(policies.can_lower, by, incident)
        reason = needs("reason", reason)
    changes: dict[str, Any] = {"severity": level}
    told: dict[str, Any] = {}
    if answers:
        suggestion = classifier.suggest(answers)
        reasons = [asdict(each) for each in suggestion.reasons]
        changes |= {"proposed_severity_id": suggestion.level, "severity_reasons": reasons}
        told = {"proposed": suggestion.level, "reasons": reasons, "answers": dict(answers)}
    if old == level and not answers:
        return incident
    before = keep(incident, at, **changes)
    what = "classified" if old is None or old == level else "lowered" if lowers else "raised"
    params = {"level": str(level)} | ({"before": str(old)} if what != "classified" else {})
    entry = tell(incident, EntryKind.SEVERITY, what, by=by, at=at, words=reason, **params)
    entry.data |= told
    entry.save(update_fields=["data"])
    record(incident, "classified", by=by, at=at, reason=reason, before=before, after={"severity": level.pk}, **told)
    if old != level:
        signals.severity_changed.send(sender=Incident, incident=incident, before=old, by=by, at=at)
    return incident
