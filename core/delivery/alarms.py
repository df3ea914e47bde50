"""Tell staff when messages do not arrive, once, over another channel (reliability: Delivery 10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.actor import SYSTEM
from core.delivery import actions, queries
from core.delivery.models import Broadcast, Delivery
from core.delivery.states import OPEN, State


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong; `ref` makes it this one and not yesterday's. `channels` are not to be used to tell it."""

    kind: str
    ref: str
    text: str
    channels: frozenset[str] = frozenset()


def problems(at: datetime) -> Iterator[Problem]:
    now = queries.health(at)
    open_rows = Delivery.objects.filter(state__in=OPEN)
    for stopped in now.stopped:
        text = _("Nothing leaves over %(channel)s: %(reason)s") % {"channel": stopped.channel, "reason": stopped.reason}
        began = stopped.opened_at.isoformat() if stopped.opened_at else ""
        yield Problem("stopped", f"{stopped.channel}:{began}", text, frozenset({stopped.channel}))
    for broadcast in now.silent:
        text = _("Published at %(at)s and received by nobody: %(label)s")
        filled = text % {"at": f"{broadcast.created_at:%Y-%m-%d %H:%M} UTC", "label": broadcast.label}
        yield Problem("silent", str(broadcast.pk), filled, _channels(open_rows.filter(broadcast=broadcast)))
    if now.dead:
        text = _("Messages were given up (%(count)d in seven days); they can be sent again.") % {"count": now.dead}
        yield Problem("dead", f"{at:%Y-%m-%d}", text)
    if now.is_late:
        text = _("Messages have been waiting since %(at)s.") % {"at": f"{now.oldest_waiting_at:%Y-%m-%d %H:%M} UTC"}
        late = Delivery.objects.filter(state=State.PENDING, due_at__lte=now.oldest_waiting_at)
        yield Problem("late", f"{now.oldest_waiting_at:%Y-%m-%d %H}", text, _channels(late))


def check(*, at: datetime) -> int:
    """Owe an alarm for every problem not told yet; the number of contacts told."""
    told = 0
    for problem in problems(at):
        for channel, address in contacts(problem.channels):
            told += _tell(problem, channel, address, at=at)
        if problem.kind == "silent":
            Broadcast.objects.filter(pk=problem.ref, alarmed_at=None).update(alarmed_at=at)
    return told


def contacts(avoid: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """(channel, address) of ALARM_CONTACTS; those over a channel in trouble only when there are no others."""
    known = [
        ("email", contact.removeprefix("mailto:")) if contact.startswith("mailto:") else ("webhook", contact)
        for contact in settings.ALARM_CONTACTS
    ]
    return [each for each in known if each[0] not in avoid] or known


def _channels(deliveries: QuerySet[Delivery]) -> frozenset[str]:
    return frozenset(deliveries.order_by().values_list("channel", flat=True).distinct())


def _tell(problem: Problem, channel: str, address: str, *, at: datetime) -> bool:
    key = f"alarm:{problem.kind}:{problem.ref}:{sha256(address.encode()).hexdigest()[:12]}"[:100]
    if Broadcast.objects.filter(key=key).exists():
        return False
    actions.owe_one(
        key=key,
        label=problem.text,
        channel=channel,
        address=address,
        recipient="staff",
        language="en",
        subject=problem.text,
        text=f"{problem.text}\n\n{settings.PUBLIC_URL}/admin/\n",
        payload={"type": "alarm", "kind": problem.kind, "text": problem.text},
        by=SYSTEM,
        at=at,
    )
    return True
