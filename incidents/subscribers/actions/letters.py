"""Letters about a subscription: sent at once within the limits, kept waiting over them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from core.actor import Actor
from core.audit import actions as audit
from core.delivery import actions as delivery
from incidents.subscribers import addresses, limits, wording
from incidents.subscribers.limits import Window
from incidents.subscribers.models import Letter, Subscriber
from incidents.subscribers.states import Channel, LetterKind, State

BATCH = 500
NUMBERS = "+"  # a telephone's number begins with it, and hardly ever a mailbox
KEPT_LETTERS = timedelta(days=7)
KEPT_UNCONFIRMED = timedelta(days=30)


def ask(*, subscriber: Subscriber, asker: str = "", by: Actor, at: datetime) -> None:
    """Owe a letter to the subscriber's mailbox, inside the caller's transaction.

    One letter waits per mailbox: a later wish takes its place, and whoever opens the letter finds
    the other subscriptions of the same mailbox beside it.
    """
    mailbox = subscriber.mail_address
    if not mailbox or subscriber.state == State.UNSUBSCRIBED:
        return
    letter, created = Letter.objects.get_or_create(
        address=mailbox,
        sent_at=None,
        defaults={
            "subscriber": subscriber,
            "kind": _kind(subscriber),
            "asker": addresses.digest(asker),
            "created_at": at,
        },
    )
    if not created and letter.subscriber_id != subscriber.pk:
        letter.subscriber, letter.kind = subscriber, _kind(subscriber)
        letter.save(update_fields=["subscriber", "kind"])
    for ready in _with_room([letter], at=at):
        _send(ready, by=by, at=at)


def ask_later(subscribers: Iterable[Subscriber], *, at: datetime) -> None:
    """A letter for each, left to the sweep: many at once must not use up the room of who asks now."""
    Letter.objects.bulk_create(
        [
            Letter(subscriber=subscriber, kind=_kind(subscriber), address=subscriber.mail_address, created_at=at)
            for subscriber in subscribers
            if subscriber.mail_address
        ],
        ignore_conflicts=True,  # one letter waits per mailbox
    )


@transaction.atomic
def send_waiting(*, by: Actor, at: datetime) -> int:
    """Send what waited, oldest first, as far as there is room; says how many were sent."""
    waiting = (
        Letter.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(sent_at=None)
        .select_related("subscriber")
        .order_by("pk")[:BATCH]
    )
    ready = _with_room(list(waiting), at=at)
    for letter in ready:
        _send(letter, by=by, at=at)
    return len(ready)


@transaction.atomic
def forget(*, by: Actor, at: datetime) -> int:
    """Let go of addresses whose owners never confirmed, and of letters that no limit counts any more.

    Who has asked again lately still has a letter and is kept. Says how many subscribers went.
    """
    Letter.objects.filter(sent_at__lt=at - KEPT_LETTERS).delete()
    stale = Subscriber.objects.never_confirmed(at - KEPT_UNCONFIRMED).filter(letters=None)
    ids = list(stale.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if ids:
        Subscriber.objects.filter(pk__in=ids).delete()
        audit.record("incidents.subscriber.forgotten", by=by, at=at, count=len(ids))
    return len(ids)


def _kind(subscriber: Subscriber) -> str:
    return LetterKind.MANAGE if subscriber.state == State.CONFIRMED else LetterKind.CONFIRM


def _send(letter: Letter, *, by: Actor, at: datetime) -> None:
    """What the letter says follows from where the subscriber stands now; who has left gets none."""
    subscriber = letter.subscriber
    if subscriber.state == State.UNSUBSCRIBED:
        letter.delete()
        return
    letter.kind, letter.sent_at = _kind(subscriber), at
    letter.save(update_fields=["kind", "sent_at"])
    words = wording.confirm(subscriber, at=at) if letter.kind == LetterKind.CONFIRM else wording.manage(subscriber)
    owe(subscriber, words, key=f"subscribers.letter:{letter.pk}", by=by, at=at)


def owe(subscriber: Subscriber, words: wording.Words, *, key: str, by: Actor, at: datetime) -> None:
    """One urgent letter to the subscriber's mailbox, or telephone."""
    delivery.owe_one(
        key=key,
        label=words.subject,
        channel=Channel.SMS if subscriber.channel == Channel.SMS else Channel.EMAIL,
        address=subscriber.mail_address,
        recipient=f"subscriber:{subscriber.pk}",
        language=subscriber.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
        by=by,
        at=at,
    )


def _with_room(letters: list[Letter], *, at: datetime) -> list[Letter]:
    """Those of `letters` that no limit holds back, in their order; a constant number of statements."""
    mailboxes = {letter.address for letter in letters}
    askers = {letter.asker for letter in letters} - {""}
    used = {
        "address": [(window, _sent("address", mailboxes, window, at)) for window in limits.PER_ADDRESS],
        "asker": [(window, _sent("asker", askers, window, at)) for window in limits.PER_ASKER],
        "": [(window, _sent("", {""}, window, at)) for window in limits.OVERALL],
        NUMBERS: [(window, _sent(NUMBERS, {NUMBERS}, window, at)) for window in _for_numbers(mailboxes)],
    }
    ready = []
    for letter in letters:
        counters = [
            (window, counts, getattr(letter, field) if field in {"address", "asker"} else field)
            for field, windows in used.items()
            for window, counts in windows
            if (field != "asker" or letter.asker) and (field != NUMBERS or letter.address.startswith(NUMBERS))
        ]
        if all(counts[value] < window.letters for window, counts, value in counters):
            ready.append(letter)
            for _window, counts, value in counters:
                counts[value] += 1
    return ready


def _for_numbers(mailboxes: Iterable[str]) -> tuple[Window, ...]:
    """A batch without an SMS asks nothing about them."""
    return limits.SMS_OVERALL if any(mailbox.startswith(NUMBERS) for mailbox in mailboxes) else ()


def _sent(field: str, values: Iterable[str], window: Window, at: datetime) -> Counter[str]:
    """How many letters each value of `field` was sent within the window; "" counts all."""
    if not values:
        return Counter()
    recent = Letter.objects.filter(sent_at__gt=at - window.within, sent_at__lte=at)
    if not field:
        return Counter({"": recent.count()})
    if field == NUMBERS:
        return Counter({NUMBERS: recent.filter(address__startswith=NUMBERS).count()})
    return Counter(recent.filter(Q(**{f"{field}__in": values})).values_list(field, flat=True))
