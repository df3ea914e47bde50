"""May this actor tell us about alerts, or decide what becomes of them?"""

from core.actor import SYSTEM, Actor, Kind
from incidents.alerts.models import AlertSource, Proposal
from incidents.response import policies as response

DECIDE = "incidents.decide_proposal"


def can_report(actor: Actor, source: AlertSource) -> bool:
    """A source reports for itself only; a token needs the right to add alerts."""
    return actor == SYSTEM or actor == as_actor(source) or actor.may("incidents.add_alert")


def can_decide(actor: Actor, proposal: Proposal) -> bool:
    return actor.may(DECIDE)


def can_accept(actor: Actor, proposal: Proposal) -> bool:
    """An incident comes of it, so declaring must be allowed too."""
    return actor.may(DECIDE) and response.can_declare(actor)


def as_actor(source: AlertSource) -> Actor:
    """The program behind a source, which may do nothing but report."""
    return Actor(kind=Kind.SOURCE, label=f"{source.name} (alerts)")
