"""What is read about outlets: which networks are in use, and how the last messages fared."""

from dataclasses import dataclass

from core.delivery import networks
from core.delivery.models import ChannelHealth, Delivery
from core.delivery.networks import Network
from core.delivery.states import Breaker
from core.text.lengths import Rule
from incidents.outlets.models import Outlet

SHOWN = 10


@dataclass(frozen=True, slots=True)
class InUse:
    """A network some outlet speaks on, with the rule that the narrowest of them keeps."""

    network: Network
    rule: Rule


def in_use() -> dict[str, InUse]:
    """By channel, for the outlets that tell readers now; one statement."""
    known = networks.with_accounts()
    narrowest: dict[str, int | None] = {}
    for channel, limit in Outlet.objects.speaking().for_everybody().values_list("channel", "limit"):
        if channel in known:
            before = narrowest.get(channel)
            narrowest[channel] = min(filter(None, (before, limit)), default=None)
    return {name: InUse(known[name], _rule(known[name], limit)) for name, limit in narrowest.items()}


def _rule(network: Network, limit: int | None) -> Rule:
    return network.resized(limit) if network.resized and limit else network.rule()


def last_deliveries(outlet: Outlet) -> list[Delivery]:
    """The newest first, with the receipts the network gave."""
    rows = Delivery.objects.filter(recipient=outlet.recipient).select_related("broadcast", "receipt")
    return list(rows.order_by("-id")[:SHOWN])


def stopped_channel(outlet: Outlet) -> ChannelHealth | None:
    """The breaker of its channel, while that rests."""
    return ChannelHealth.objects.filter(channel=outlet.channel).exclude(breaker=Breaker.CLOSED).first()
