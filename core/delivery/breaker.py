"""The breaker of a channel: after a channel fault nothing is claimed until a single probe works.

Nobody's attempts are burned by a mail server that refuses our password.
"""

from datetime import timedelta
from enum import Enum

import structlog
from django.db import transaction

from core.delivery.dialect import database_now
from core.delivery.limits import limit
from core.delivery.models import ChannelHealth
from core.delivery.states import Breaker

log = structlog.get_logger(__name__)


class Gate(Enum):
    OPEN = "open"  # go
    PROBE = "probe"  # go with one
    SHUT = "shut"


def gate(channel: str) -> Gate:
    """May this worker send over `channel`? At most one worker at a time gets to probe."""
    health = ChannelHealth.objects.filter(channel=channel).first()
    if health is None or health.breaker == Breaker.CLOSED:
        return Gate.OPEN
    now = database_now()
    # Half open and past its time: the one who probed has died.
    taken = ChannelHealth.objects.filter(pk=health.pk, breaker=health.breaker, retry_at=health.retry_at)
    if health.retry_at is not None and health.retry_at > now:
        return Gate.SHUT
    probing_until = now + timedelta(seconds=60)
    return Gate.PROBE if taken.update(breaker=Breaker.HALF_OPEN, retry_at=probing_until) else Gate.SHUT


def trip(channel: str, reason: str) -> None:
    """Stop `channel`; each failed probe doubles the pause, up to ten times the first."""
    log.warning("channel_stopped", channel=channel, reason=reason)
    now = database_now()
    with transaction.atomic():
        health, _created = ChannelHealth.objects.select_for_update().get_or_create(channel=channel)
        pause = limit("BREAKER_SECONDS") * min(2**health.failures, 10)
        health.opened_at = health.opened_at or now
        health.failures = min(health.failures + 1, 1_000)
        health.breaker, health.retry_at, health.reason = Breaker.OPEN, now + timedelta(seconds=pause), reason[:500]
        health.save()


def close(channel: str) -> None:
    """The probe worked."""
    log.info("channel_works_again", channel=channel)
    ChannelHealth.objects.filter(channel=channel).update(
        breaker=Breaker.CLOSED, failures=0, opened_at=None, retry_at=None, reason=""
    )
