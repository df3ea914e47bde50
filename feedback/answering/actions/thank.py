from datetime import datetime

from django.db import transaction
from django.utils import translation

from core.actor import Actor, require
from feedback.answering import automatic, carriers, policies, queries, suggestions, thankswords
from feedback.targets.models import RegisterPolicy
from feedback.threads.actions.steps import keep, locked, policy_of, say
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, Kind
from incidents.communication import gathering, masthead


@transaction.atomic
def thank(*, thread: Thread, by: Actor, at: datetime) -> Message | None:
    """Say that it has arrived, once, to whom reads it by e-mail; None where that is not wanted, or not yet.

    It acknowledges and is no answer: the thread still needs a human (F04). Over the limit of its address it
    waits for the sweep.
    """
    thread = locked(thread)
    require(policies.can_thank, by, thread)
    policy = policy_of(thread)
    if not queries.may_be_thanked(thread, policy) or not automatic.may_tell(thread, at=at):
        return None
    text = words(thread, policy, at)
    message = say(
        thread, text=text, author=Author.AUTOMATIC, kind=Kind.PRIVATE, label=masthead_name(thread), by=by, at=at
    )
    keep(thread, at, acknowledged_at=thread.acknowledged_at or at)
    carriers.owe(thread, message, by=by, at=at)
    return message


def words(thread: Thread, policy: RegisterPolicy | None, at: datetime) -> str:
    """In the customer's language, without any supplier's name (an article's title may hold one)."""
    articles = suggestions.fitting(thread) if policy and policy.suggest_articles else []
    due, head = thread.answer_due_at, masthead.mastheads()[thread.language]
    with translation.override(thread.language):
        text = thankswords.said(
            register=thread.register_id,
            name=thread.name,
            reference=thread.reference,
            by_when=queries.written(due, thread, head.time_zone, at) if due and due > at else "",
            articles=articles,
        )
    return gathering.veil()(text, thread.language)


def masthead_name(thread: Thread) -> str:
    return masthead.mastheads()[thread.language].name
