"""Tells the conversations of `peers` through the community's public actions."""

from datetime import datetime, timedelta

from config.demo.listening.peers import ASKED, Asked, Reply
from core.actor import Actor, visitor
from feedback.answering import actions as answering
from feedback.community import actions
from feedback.community import policies as peers
from feedback.community.actions.posts import Written
from feedback.doors.form import tokens
from feedback.doors.form.actions import Sender
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.models import Message, Thread
from incidents.catalogue.models import Component, Region

MANAGER = "matilda"
MINUTE = timedelta(minutes=1)


def help_each_other(users: dict[str, Actor], now: datetime) -> None:
    """Once, each word at its own past moment."""
    for asked in ASKED:
        start = now - timedelta(hours=asked.hours_ago)
        thread = threads.receive(
            text=asked.text,
            subject=asked.subject,
            origin="community",
            register=asked.register,
            language=asked.language,
            name=asked.name,
            visibility="public",
            component=Component.objects.get(slug=asked.component),
            region=Region.objects.get(slug=asked.region),
            by=visitor(),
            at=start,
        )
        for reply in asked.replies:
            message = _said(thread, asked, reply, users, start + reply.minute * MINUTE)
            if message:
                _judged(thread, message, reply, users[MANAGER], start + (reply.minute + 30) * MINUTE)


def _said(thread: Thread, asked: Asked, reply: Reply, users: dict[str, Actor], at: datetime) -> Message | None:
    """None for what is held."""
    if reply.ours:
        return answering.reply(thread=thread, text=reply.text, by=users[reply.by], at=at)
    sender = Sender(token=tokens.read(tokens.make(at - MINUTE)), address="198.51.100.7")
    written = Written(text=reply.text, name=reply.by, email=reply.email, language=asked.language)
    post = actions.answer(thread=thread, written=written, sender=sender, by=visitor(), at=at)
    if reply.email:
        actions.confirm(post=post, by=peers.reader(post), at=at + MINUTE)
    return post.message


def _judged(thread: Thread, message: Message, reply: Reply, manager: Actor, at: datetime) -> None:
    for number in range(reply.helped):
        actions.mark_helpful(message=message, voter=f"demo {number}", at=at)
    if reply.accepted:
        actions.accept(message=message, by=policies.holder(thread), at=at)
    if reply.thanks:
        actions.thank(message=message, words=reply.thanks, by=manager, at=at)
    if reply.forward:
        actions.highlight(message=message, by=manager, at=at)
    if reply.hidden:
        actions.hide(message=message, reason=reply.hidden, because=reply.because, by=manager, at=at)
