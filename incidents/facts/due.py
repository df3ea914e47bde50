"""Which facts the next message can't do without (domain: Facts). Pure."""

from collections.abc import Iterable, Mapping

from incidents.facts.states import ANSWERED, Need

_FIRST = (Need.FIRST, Need.EVERY)
_SCOPE = (*_FIRST, Need.SCOPING)
_LATER = (*_SCOPE, Need.SECOND_UPDATE)
# By the phase of the message (incidents.communication.states.Phase).
NEEDED: dict[str, tuple[Need, ...]] = {
    "holding": _FIRST,
    "scope": _SCOPE,
    "progress": _LATER,
    "still_working": (Need.EVERY,),
    "workaround": _LATER,
    "monitoring": _LATER,
    "resolved": (*_SCOPE, Need.RESOLVED),
    "follow_up": (),
    "correction": (),
    "maintenance": (Need.EVERY,),
}


def due(needs: Mapping[str, str], states: Mapping[str, str], phase: str) -> tuple[str, ...]:
    """The keys of `needs` (key → when it is needed) that a message of `phase` lacks an answer to.

    `states` are those of the present answers. "Unknown" is an answer; a withdrawn one is none.
    """
    wanted = NEEDED.get(phase, ())
    return tuple(key for key, need in needs.items() if need in wanted and states.get(key) not in ANSWERED)


def next_phase(*, said: int, incident_state: str, planned: bool) -> str:
    """The message that comes next, after `said` published ones."""
    if planned:
        return "maintenance"
    if incident_state in ("monitoring", "resolved"):
        return "resolved"
    return ("holding", "scope")[said] if said < 2 else "progress"


def in_order(needs: Iterable[str]) -> list[str]:
    """`needs` as an incident meets them."""
    return sorted(set(needs), key=list(Need.values).index)
