"""How much comes in before what comes is set aside. Nothing is refused: over a limit a message is held.

Counted in memory, for each process by itself: a limit is a guard against floods and no contract, and it must
not cost a statement or stand still with a cache that is away.
"""

import ipaddress
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Window:
    name: str
    seconds: int
    most: int


# Our own defaults. An office, a campus or a telephone network stands behind one address.
PER_TOKEN = Window("token", 600, 10)
PER_ADDRESS = Window("address", 60, 1_500)
PER_STRANGER = Window("stranger", 600, 5)  # an address whose form is too old to be a bucket of its own
PER_RECIPIENT = Window("recipient", 3_600, 6)  # else a form would be a way to fill somebody's mailbox with thanks
OVERALL = Window("overall", 60, 6_000)
PER_THREAD = Window("thread", 600, 20)
MEGABYTES = Window("megabytes", 3_600, 2_000)  # of files, from everybody together

_lock = threading.Lock()
_counted: dict[str, tuple[int, Counter[str]]] = {}


def over(window: Window, who: str, at: datetime, *, weight: int = 1) -> bool:
    """Count `who` in, and say whether that is more than the window has room for."""
    number = int(at.timestamp()) // window.seconds
    with _lock:
        since, counts = _counted.get(window.name, (-1, Counter()))
        if since != number:
            counts = Counter()
            _counted[window.name] = (number, counts)
        counts[who] += weight
        return counts[who] > window.most


def forget() -> None:
    """Begin anew."""
    with _lock:
        _counted.clear()


def network(address: str) -> str:
    """Whom an address stands for: an IPv6 customer has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
