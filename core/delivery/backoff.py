"""When to try again (reliability: Delivery 5). Pure: the random number is given."""

from types import MappingProxyType

MINUTE, HOUR = 60, 3600
JITTER = 0.2

# channel → seconds to wait after the first, second, … failed attempt
WAITS = MappingProxyType(
    {
        "email": (30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, *(HOUR,) * 5),
        "webhook": (
            *(5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE),
            *(1 * HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR),
        ),
    }
)


def wait_after(channel: str, attempt: int, *, at_least: float = 0, chance: float) -> float | None:
    """Seconds until the next attempt after failed attempt number `attempt` (1, 2, …); None gives up.

    `chance` in [0, 1) spreads the wait by ±20 %, so that a thousand refused mails do not come back
    in one second. `at_least` is what the other side asked for (Retry-After, greylisting): the
    spread only lengthens it.
    """
    waits = WAITS.get(channel, WAITS["email"])
    if attempt > len(waits):
        return None
    spread = 1 + JITTER * (2 * chance - 1)
    return max(waits[attempt - 1] * spread, at_least * (1 + JITTER * chance))
