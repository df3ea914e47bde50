"""What a network asks of a message, and what an account on it needs. Each channel's file says it once.

Higher apps ask here, so that a new channel is one file in `core/delivery/channels` and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from core.delivery import channels
from core.text.lengths import Rule
from core.web import guarded


class Unusable(ValueError):
    """What staff gave can't be an account here; `fields` says what to mend, by "address" and "secret"."""

    def __init__(self, **fields: str | Promise) -> None:
        self.fields = {name: [str(text)] for name, text in fields.items()}
        super().__init__(" ".join(text for texts in self.fields.values() for text in texts))


@dataclass(frozen=True, slots=True)
class Account:
    """How staff describe an account of ours on the network.

    `check(address, secret)` gives both in one spelling, where `address` may be shown to staff and
    `secret` never is; it raises `Unusable`. `learn` asks the network, from a worker, how much one
    message may hold; None where it does not say.
    """

    address: str | Promise
    secret: str | Promise
    check: Callable[[str, str], tuple[str, str]]
    learn: Callable[[guarded.Client, str, str], int | None] | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """`takes` is the kind of text written for it: "short" or "chat". Without `account` nobody keeps one there.

    In a `closed` one an account may speak to staff alone: only those let in read along.

    `rule()` is asked when used, for a setting may decide it. A `headed` message begins with a line
    of its own, a `named` one with the page's name, one with a `way_out` ends with a link to leave. One that is
    `paid` by length gets the first sentence of a text nobody shortened by hand; others as much as fits.
    """

    name: str
    label: str | Promise
    takes: str
    rule: Callable[[], Rule]
    account: Account | None = None
    resized: Callable[[int], Rule] | None = None  # the rule for a limit that was learned
    headed: bool = False
    named: bool = False
    way_out: bool = False
    paid: bool = False
    closed: bool = False


def found() -> dict[str, Network]:
    """Every network that has rules of its own, by the name of its channel."""
    known = ((name, getattr(channel, "network", None)) for name, channel in channels.registry().items())
    return {name: network for name, network in known if network is not None}


def with_accounts() -> dict[str, Network]:
    """Those on which staff may keep accounts to speak through."""
    return {name: network for name, network in found().items() if network.account}


def label(channel: str) -> str:
    """The channel's name for people; its own name when it has no other."""
    named = getattr(channels.registry().get(channel), "label", None)
    return str(named) if named else channel
