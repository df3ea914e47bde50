"""The figures of delivery (reliability: Delivery 4 to 10); `settings.DELIVERY` may replace them."""

from django.conf import settings

DEFAULTS: dict[str, float] = {
    "BATCH": 500,  # deliveries claimed and settled together
    "FIRST_CHUNK": 500,  # recipients written before the first wake-up: the first mail leaves soon
    "CHUNK": 5_000,
    "LEASE_SECONDS": 120,
    "HEARTBEAT_SECONDS": 40,
    "DRAIN_SECONDS": 10,  # then the task ends and queues itself again, so that others get their turn
    "DEATHS": 5,
    "SUPERSEDE_SECONDS": 600,
    "ALARM_SECONDS": 900,
    "SMTP_CONNECT_SECONDS": 10,
    "SMTP_SEND_SECONDS": 20,
    "HTTP_SECONDS": 15,
    "HTTP_THREADS": 4,  # enough for quick receivers; each slow one adds another
    "HTTP_THREADS_SLOW": 64,
    "HTTP_AT_ONCE": 4,  # requests under way to one receiver
    "BREAKER_SECONDS": 30,  # doubled with every failed probe, at most ten times this
    "RETRY_SCALE": 1,  # tests make waits short with it
    "GREYLIST_SECONDS": 300,
    "DRAINS": 1,  # per channel and machine: a channel that is slow never takes the other's worker
}


def limit(name: str) -> float:
    """The figure called `name`, read when used so that a test can shorten a wait."""
    return getattr(settings, "DELIVERY", {}).get(name, DEFAULTS[name])
