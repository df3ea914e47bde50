"""What may be begun with, what is typed so far, and who else is here."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from core.accounts.models import User
from core.actor import Actor, Kind
from core.text import moments
from core.text.translations import pick
from feedback.answering import automatic, gate, placeholders
from feedback.answering.models import CannedReply, CannedText, ReplyDraft, ThreadPresence
from feedback.targets.models import RegisterPolicy
from feedback.threads import links
from feedback.threads.models import Thread
from feedback.threads.states import Origin, ReplyBy
from feedback.threads.states import State as ThreadState
from incidents.communication import masthead

STILL_WELCOME = timedelta(hours=24)
UNSORTED_FROM = (Origin.FORM, Origin.EMAIL)
HERE = timedelta(seconds=25)  # a page says so every ten


def listed() -> QuerySet[CannedReply]:
    """With their texts, and `used`: answers begun with them."""
    rows = CannedReply.objects.select_related("register", "component").prefetch_related("texts")
    return rows.annotate(used=Count("uses"))


def offered(thread: Thread) -> list[CannedReply]:
    """Approved ones that fit, those for its own component and register first; 2 statements."""
    fits = Q(register=None) | Q(register=thread.register_id) if thread.register_id else Q()
    rows = CannedReply.objects.approved().filter(fits, Q(component=None) | Q(component=thread.component_id))
    found = rows.select_related("register").prefetch_related("texts").order_by("position", "key")
    return sorted(found, key=lambda row: (row.component_id is None, row.register_id != thread.register_id))


def texts() -> list[str]:
    """All that was ever written beforehand, retired as well: it is no more personal for being old."""
    return list(CannedText.objects.order_by("pk").values_list("text", flat=True))


def begun(canned: CannedReply, thread: Thread, *, by: Actor, at: datetime) -> str:
    """The words in the customer's language with all that is known filled in; the rest stays to be filled."""
    row = pick(canned.texts.all(), thread.language)
    return placeholders.fill(row.text, values(thread, by=by, at=at)) if row else ""


def values(thread: Thread, *, by: Actor, at: datetime) -> dict[str, str]:
    """What each field says for this customer, "" where nobody knows."""
    promised = thread.promised_at or thread.answer_due_at
    zone = masthead.mastheads()[thread.language].time_zone
    return {
        "name": thread.name,
        "reference": thread.reference,
        "component": thread.component.name_in(thread.language) if thread.component else "",
        "region": thread.region.name_in(thread.language) if thread.region else "",
        "next_update": written(promised, thread, zone, at) if promised and promised > at else "",
        "link": links.url(thread),
        "agent": signature(by),
    }


def signature(by: Actor) -> str:
    """The name customers read: a token writes in its owner's."""
    if by.kind == Kind.TOKEN and by.user_id:
        return str(User.objects.get(pk=by.user_id))
    return by.label


def written(moment: datetime, thread: Thread, zone: str, at: datetime) -> str:
    return moments.written(moment, language=thread.language, time_zone=zone, near=at)


def needs_a_person(policy: RegisterPolicy | None) -> bool:
    """What nobody has sorted may be a complaint."""
    return policy is None or not policy.canned_untouched


def refusal(
    text: str, thread: Thread, policy: RegisterPolicy | None, *, by: Actor, at: datetime
) -> gate.Refusal | None:
    """Why the personalisation gate keeps `text` back, if it does; an empty field of ours goes out nowhere."""
    if gaps := placeholders.known_gaps(text):
        return gate.Refusal(gate.Why.GAP, tuple(gaps))
    if not needs_a_person(policy):
        return None
    known = [value for value in values(thread, by=by, at=at).values() if value]
    parts = [part for value in (thread.name, signature(by)) for part in value.split()]
    return gate.check(text, canned=texts(), personal=[*known, *parts])


def may_be_thanked(thread: Thread, policy: RegisterPolicy | None) -> bool:
    """Whether thanks may go out by themselves (ADR 0032).

    What nobody has sorted gets a neutral word if it came by form or mail; where a register is known, its policy
    rules. Never what is held, merged, over, from a machine, answered by a human, or read elsewhere than in letters.
    """
    if thread.state in (ThreadState.HELD, ThreadState.CLOSED) or thread.merged_into_id or thread.quiet:
        return False
    if thread.first_answer_at or thread.reply_by not in (ReplyBy.EMAIL, ReplyBy.LINK):
        return False
    return policy.thanks if policy else thread.origin in UNSORTED_FROM


def to_thank(at: datetime) -> QuerySet[Thread]:
    """What a lost wake-up or a full limit has left, the oldest first; what is a day old is left alone."""
    thanked = Q(register__thanks=True) | Q(register=None, origin__in=UNSORTED_FROM)
    rows = Thread.objects.filter(thanked, acknowledged_at=None, merged_into=None, quiet=False)
    rows = rows.filter(reply_by__in=[ReplyBy.EMAIL, ReplyBy.LINK], created_at__gt=at - STILL_WELCOME)
    rows = rows.exclude(email__in=automatic.had_enough(at))  # they would stand before all the others
    return rows.exclude(state__in=[ThreadState.HELD, ThreadState.CLOSED]).order_by("created_at", "pk")


def draft(thread: Thread, user_id: int | None) -> ReplyDraft | None:
    return ReplyDraft.objects.filter(thread=thread, user=user_id).select_related("canned").first()


def was_said(thread: Thread, text: str, user_id: int | None) -> bool:
    """Whether `text` stands in the thread already, in this person's name."""
    return bool(text.strip()) and thread.messages.filter(user=user_id, text=text.strip()).exists()


def present(threads: Iterable[Thread], at: datetime, *, but: int | None = None) -> dict[int, list[ThreadPresence]]:
    """Who else reads or writes, by thread; one statement for a whole list."""
    rows = ThreadPresence.objects.filter(thread__in=[each.pk for each in threads], seen_at__gt=at - HERE)
    found: dict[int, list[ThreadPresence]] = {}
    for row in rows.exclude(user=but).select_related("user").order_by("-doing", "user__first_name", "user_id"):
        found.setdefault(row.thread_id, []).append(row)
    return found
