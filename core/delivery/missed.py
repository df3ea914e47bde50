"""What one recipient has not had of each incident: what an address that works again may be told. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.delivery.audience import provider
from core.delivery.models import Broadcast, Content, Delivery
from core.delivery.states import OPEN, State
from core.text.translations import FALLBACK

HAD = frozenset({State.SENT, State.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who is told, over what, in which words; `audience` is the module that knows what is wanted."""

    recipient: str
    channel: str
    address: str
    language: str
    words_for: str
    audience: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """The newest broadcast of an incident that a reader missed, and the words of all, oldest first."""

    newest: Broadcast
    contents: tuple[int, ...]
    delivery: Delivery | None


def by_group(reader: Reader, *, since: datetime) -> Iterator[Missed]:
    """Of each incident that was written about after `since`: what came after the last that was received.

    What is still on its way is not missed. What the reader would not have been sent is left out.
    """
    meant = Broadcast.objects.filter(audience=reader.audience, direct=False, cancelled_at=None).exclude(group="")
    groups = meant.filter(created_at__gte=since).values("group")
    rows = list(meant.filter(group__in=groups).order_by("group", "sequence", "pk"))
    deliveries = Delivery.objects.filter(recipient=reader.recipient, channel=reader.channel, broadcast__in=rows)
    ours = {each.broadcast_id: each for each in deliveries}
    words = _words(reader, rows)
    for _group, told in groupby(rows, key=lambda each: each.group):
        left = [each for each in _after_the_last(list(told), ours) if each.pk in words]
        wanted = [each for each in left if _is_wanted(reader, each)]
        if wanted:
            newest = wanted[-1]
            yield Missed(newest, tuple(words[each.pk] for each in wanted), ours.get(newest.pk))


def _after_the_last(told: list[Broadcast], ours: dict[int, Delivery]) -> list[Broadcast]:
    settled = [number for number, each in enumerate(told) if each.pk in ours and ours[each.pk].state in HAD | OPEN]
    return told[settled[-1] + 1 :] if settled else told


def _is_wanted(reader: Reader, broadcast: Broadcast) -> bool:
    return bool(provider(broadcast.audience).still_wanted([reader.recipient], broadcast.audience_args))


def _words(reader: Reader, broadcasts: Sequence[Broadcast]) -> dict[int, int]:
    """Broadcast → content for this reader: in the own language, else the fallback's, else any (as the fan-out does)."""
    order = {reader.language: 0, FALLBACK: 1}
    rows = Content.objects.filter(broadcast__in=broadcasts, audience=reader.words_for, channel_kind=reader.channel)
    rows = rows.filter(edition__in={reader.edition, ""}).values_list("broadcast_id", "language", "edition", "pk")
    found = sorted(rows, key=lambda row: (order.get(row[1], 2), row[2] != reader.edition, row[3]))
    return {broadcast: pk for broadcast, _language, _edition, pk in reversed(found)}
