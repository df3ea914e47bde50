from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from core.accounts.models import User
from core.actor import Actor, require
from feedback.duty import audience, policies, words
from feedback.duty.clocks import Clock
from feedback.duty.models import EscalationNotice
from feedback.duty.queries import breaches
from feedback.duty.words import Late
from incidents.outlets import actions as outlets
from incidents.response import letters

PAUSE = timedelta(minutes=10)  # between two letters to one person: many late at once are one letter, no storm


@transaction.atomic
def tell(*, user: User | None, by: Actor, at: datetime) -> int:
    """One letter to `user` (None: the rooms of staff) about everything he has not heard of; the number of threads.

    What was answered meanwhile is left out, and who had a letter a moment ago hears the rest with the next.
    """
    require(policies.can_escalate, by)
    mine = EscalationNotice.objects.filter(user=user)
    last = mine.exclude(sent_at=None).aggregate(last=Max("sent_at"))["last"]
    if last and at - last < PAUSE:
        return 0
    waiting = mine.filter(sent_at=None).select_for_update(of=("self",))
    notices = list(
        waiting.select_related("escalation__thread__register", "escalation__thread__component").order_by("pk")
    )
    if not notices:
        return 0
    still = _still_late(notices, at)
    over = [each.pk for each in notices if each.escalation.thread_id not in still]
    mine.filter(pk__in=over).delete()
    if still:
        mine.filter(pk__in=[each.pk for each in notices]).update(sent_at=at)
        _send(user, list(still.values()), key=f"feedback.escalation:{notices[-1].pk}", by=by, at=at)
    return len(still)


def _still_late(notices: Sequence[EscalationNotice], at: datetime) -> dict[int, Late]:
    """By thread, each with the clock that ran out first."""
    found: dict[int, Late] = {}
    for notice in notices:
        told, thread = notice.escalation, notice.escalation.thread
        for each in breaches(thread, at):
            if each.clock == Clock(told.clock) and each.due_at == told.due_at:
                known = found.get(thread.pk)
                if known is None or each.due_at < known.standing.due_at:
                    found[thread.pk] = Late(thread, each)
    return dict(sorted(found.items(), key=lambda item: item[1].standing.due_at))


def _send(user: User | None, late: list[Late], *, key: str, by: Actor, at: datetime) -> None:
    if user is not None:
        letters.owe(words.letter(late, user, at=at), key=key, user=user, by=by, at=at)
        return
    outlets.tell_staff(
        key=f"{key}:rooms",
        label=words.post(late, "en", at=at)[0],
        words=lambda language: words.post(late, language, at=at),
        audience=audience.NAME,
        args={**audience.EVERYTHING, "threads": [each.thread.pk for each in late]},
        by=by,
        at=at,
    )
