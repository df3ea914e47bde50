"""Public conversations, and customers who help each other in them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.actor import visitor
from feedback.answering import actions as answering
from feedback.community import actions, policies
from feedback.community.actions.posts import Written
from feedback.community.models import PeerPost
from feedback.doors.form import tokens
from feedback.doors.form.actions import Sender
from feedback.threads.models import Message, Thread
from tests.factories import feedback

NOON = feedback.NOON
ADVICE = "Hold the power key for ten seconds, then start it again."


def question(text: str = "How do I turn subtitles off?", *, at: datetime = NOON, **fields: Any) -> Thread:
    """Ana asks everybody."""
    return feedback.thread(text, at=at, **{"visibility": "public", "register": "question", **fields})


def sender(at: datetime = NOON, *, address: str = "198.51.100.7", seconds: int = 60, trapped: bool = False) -> Sender:
    """A browser that opened its form a minute ago."""
    token = tokens.read(tokens.make(at - timedelta(seconds=seconds)))
    return Sender(token=token, address=address, trapped=trapped)


def post(
    thread: Thread,
    text: str = ADVICE,
    *,
    name: str = "Ben",
    email: str = "",
    language: str = "en",
    at: datetime = NOON,
    by: Sender | None = None,
) -> PeerPost:
    """Ben answers Ana."""
    written = Written(text=text, name=name, email=email, language=language)
    return actions.answer(thread=thread, written=written, sender=by or sender(at), by=visitor(), at=at)


def answer(thread: Thread, text: str = ADVICE, **fields: Any) -> Message:
    return post(thread, text, **fields).message


def known(thread: Thread, *, email: str = "ben@example.org", at: datetime = NOON, **fields: Any) -> Message:
    """Ben's answer, with the address that he confirmed."""
    row = post(thread, email=email, at=at, **fields)
    actions.confirm(post=row, by=policies.reader(row), at=at)
    return row.message


def reply(thread: Thread, text: str = "We mended it. Thank you.", *, at: datetime = NOON) -> Message:
    return answering.reply(thread=thread, text=text, by=feedback.agent(), at=at)


LATER = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
