"""What networks call the messages they have taken: kept, and found again for the next of the same incident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.delivery.claims import Claimed
from core.delivery.models import Broadcast, Receipt
from core.delivery.replies import Outcome, Result


@dataclass(frozen=True, slots=True)
class Thread:
    """Numbers there: the `root` and the `last` post of this incident, and the one that is `wrong`; "" for none."""

    root: str = ""
    last: str = ""
    wrong: str = ""


NO_THREAD = Thread()


def keep(ended: Sequence[tuple[Claimed, Result]], *, at: datetime) -> None:
    """Write down what came with the answers; `ended` were settled in the same transaction."""
    taken = [(claimed, result) for claimed, result in ended if result.remote_id and result.outcome is Outcome.SENT]
    groups = dict(Broadcast.objects.filter(pk__in={row.broadcast_id for row, _ in taken}).values_list("pk", "group"))
    Receipt.objects.bulk_create(
        [
            Receipt(
                delivery_id=claimed.id,
                recipient=claimed.recipient,
                group=groups.get(claimed.broadcast_id, ""),
                remote_id=result.remote_id[:200],
                url=result.url[:500] if result.url.startswith(("https://", "http://")) else "",
                at=at,
            )
            for claimed, result in taken
        ],
        ignore_conflicts=True,
    )


def threads(claimed: Sequence[Claimed], broadcasts: Mapping[int, Broadcast]) -> dict[int, Thread]:
    """By delivery: what its recipient has posted in its group before. One statement."""
    grouped = {row.id: (row.recipient, broadcasts[row.broadcast_id]) for row in claimed}
    wanted = {(recipient, each.group) for recipient, each in grouped.values() if each.group}
    if not wanted:
        return {}
    rows = Receipt.objects.filter(
        recipient__in={recipient for recipient, _ in wanted}, group__in={group for _, group in wanted}
    ).order_by("delivery__sequence", "pk")
    posts: dict[tuple[str, str], dict[str, str]] = {}  # per account and incident: broadcast → number, in order
    for recipient, group, key, remote_id in rows.values_list(
        "recipient", "group", "delivery__broadcast__key", "remote_id"
    ):
        posts.setdefault((recipient, group), {})[key] = remote_id
    return {pk: _thread(posts.get((recipient, each.group), {}), each) for pk, (recipient, each) in grouped.items()}


def _thread(posts: Mapping[str, str], broadcast: Broadcast) -> Thread:
    # A corrected post has two receipts; its place in the thread is that of the first.
    numbers = list(dict.fromkeys(posts.values()))
    if not numbers:
        return NO_THREAD
    wrong = posts.get(broadcast.revises, "") if broadcast.revises else ""
    return Thread(root=numbers[0], last=numbers[-1], wrong=wrong)
