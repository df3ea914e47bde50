"""One conversation beside the list: what was said last, what it seems to be about, what stands near."""

from dataclasses import dataclass
from datetime import datetime

from core.accounts.models import User
from core.actor import Actor
from core.text import guess
from feedback.answering import queries as answering
from feedback.answering.models import ThreadPresence
from feedback.desk import proposing, vocabulary
from feedback.desk.queries.similar import Near, near
from feedback.threads import policies
from feedback.threads import queries as threads
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author

SHOWN = 6
PARTS = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """`parts` are proposed components (key and name), the likeliest first; `earlier` is what is not shown."""

    thread: Thread
    messages: tuple[Message, ...]
    earlier: int
    parts: tuple[tuple[int, str], ...]
    language: str  # another than is set, as the words look; "" where they agree
    near: Near
    present: list[ThreadPresence]
    may_sort: bool
    may_answer: bool


def find(reference: str) -> Thread | None:
    rows = Thread.objects.select_related("register", "component", "region", "assignee", "merged_into", "alike")
    return rows.filter(reference=reference).first()


def of(thread: Thread, actor: Actor, at: datetime) -> Preview:
    story = list(threads.story(thread).reverse()[: SHOWN + 1])
    count = threads.story(thread).count() if len(story) > SHOWN else len(story)
    shown = story[:SHOWN][::-1]
    return Preview(
        thread=thread,
        messages=tuple(shown),
        earlier=count - len(shown),
        parts=proposed(thread),
        language=other_language(thread, shown),
        near=near(thread),
        present=answering.present([thread], at, but=actor.user_id).get(thread.pk, []),
        may_sort=policies.can_triage(actor, thread),
        may_answer=policies.can_answer(actor, thread),
    )


def other_language(thread: Thread, shown: list[Message]) -> str:
    said = " ".join(message.text for message in shown if message.author == Author.CUSTOMER)
    looks = guess.language(f"{thread.subject} {said}", thread.language)
    return looks if looks != thread.language else ""


def proposed(thread: Thread) -> tuple[tuple[int, str], ...]:
    """None for what somebody has already said; a proposal of ours stays one among the others."""
    if thread.component_id and not thread.component_proposed:
        return ()
    known = vocabulary.read()
    found = proposing.guesses(frozenset(thread.terms.split()), known.parts, known.signs)[:PARTS]
    names = {part.pk: part.names[0] for part in known.parts}
    return tuple((each.part, names[each.part]) for each in found)


def colleagues() -> list[User]:
    """Whom a conversation may be given to."""
    trusted = User.objects.with_perm(
        policies.ANSWER, backend="django.contrib.auth.backends.ModelBackend", include_superusers=False
    )
    return list(trusted.filter(is_staff=True).order_by("first_name", "last_name", "username")[:200])
