"""Over which short networks an update goes out now: SMS to subscribers, and the accounts of ours."""

from collections.abc import Mapping

from django.conf import settings

from core.delivery import networks
from core.delivery.networks import Network
from core.text.lengths import Rule
from incidents.outlets import queries as outlets

Rules = Mapping[str, tuple[Network, Rule]]


def to_subscribers() -> Rules:
    """SMS, where a gateway is set up. No statement."""
    if settings.SMS is None:
        return {}
    sms = networks.found()["sms"]
    return {"sms": (sms, sms.rule())}


def to_outlets() -> Rules:
    """What our accounts speak on; one statement."""
    return {name: (each.network, each.rule) for name, each in outlets.in_use().items()}


def used_for_telling() -> tuple[Rules, Rules]:
    """To subscribers, and to accounts of ours."""
    return to_subscribers(), to_outlets()


def in_use() -> Rules:
    return {**to_subscribers(), **to_outlets()}


def taking(kind: str, used: Rules) -> Rules:
    """Every network that takes such texts, `used` or not, each with the rule it keeps now."""
    known = {name: (each, each.rule()) for name, each in networks.found().items() if each.takes == kind}
    return {name: used.get(name, rule) for name, rule in known.items()}
