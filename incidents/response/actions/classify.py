from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actor import Actor, require
from incidents import signals
from incidents.catalogue import severity as classifier
from incidents.catalogue.models import SeverityLevel
from incidents.response import clocks, policies
from incidents.response.actions.steps import keep, locked, needs, record, tell
from incidents.response.models import Incident, TimelineEntry
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
    if old == level and not answers:
        return incident
    lowers = old is not None and level.pk < old.pk
    if lowers:
        require(policies.can_lower, by, incident)
        reason = needs("reason", reason)
    retimed = clocks.sooner(incident, level, at) if old != level else incident.sooner_update_at
    before = keep(incident, at, severity=level, sooner_update_at=retimed, **propose(answers))
    what = "classified" if old is None or old == level else "lowered" if lowers else "raised"
    entry = tell(
        incident, EntryKind.SEVERITY, what, by=by, at=at, words=reason, before=str(old or ""), level=str(level)
    )
    told = keep_proposal(entry, incident, answers)
    record(incident, "classified", by=by, at=at, reason=reason, before=before, after={"severity": level.pk}, **told)
    if old != level:
        signals.severity_changed.send(sender=Incident, incident=incident, before=old, by=by, at=at)
    return incident


def propose(answers: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields that keep the classifier's proposal; nothing without answers."""
    if not answers:
        return {}
    suggestion = classifier.suggest(answers)
    return {
        "proposed_severity_id": suggestion.level,
        "severity_reasons": [asdict(reason) for reason in suggestion.reasons],
    }


def keep_proposal(entry: TimelineEntry, incident: Incident, answers: Mapping[str, Any] | None) -> dict[str, Any]:
    """Put answers, reasons and proposed level beside the decision in the timeline; what was put."""
    if not answers:
        return {}
    told = {
        "proposed": incident.proposed_severity_id,
        "reasons": incident.severity_reasons,
        "answers": dict(answers),
    }
    entry.data |= told
    entry.save(update_fields=["data"])
    return told
