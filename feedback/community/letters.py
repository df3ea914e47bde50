"""Short letters of the community: what happened, and a link."""

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.actor import Actor
from core.delivery import actions as delivery
from core.text import lines as text_lines
from feedback.community import tokens
from feedback.community.models import PeerPost
from feedback.community.tokens import Purpose
from feedback.threads import links as follow
from feedback.threads.models import Message
from feedback.threads.states import Author


def owe(
    *,
    key: str,
    address: str,
    language: str,
    subject: str,
    said: Sequence[str],
    link: str,
    link_words: str,
    by: Actor,
    at: datetime,
) -> None:
    """Owe one letter to `address`; the same `key` is owed once. Call it in the reader's language."""
    subject = text_lines.one_line(subject)
    told = {"said": said, "link": link, "link_words": link_words, "subject": subject}
    told |= {"sender": "Candor", "LANGUAGE_CODE": language}
    delivery.owe_one(
        key=f"feedback.community.{key}",
        label=subject,
        channel="email",
        address=address,
        recipient=f"community:{key}",
        language=language,
        subject=subject,
        text=render_to_string("emails/feedback/note.txt", told).strip() + "\n",
        html=render_to_string("emails/feedback/note.html", told),
        by=by,
        at=at,
    )


def to_author(message: Message, what: str, said: Sequence[Promise], *, because: str, by: Actor, at: datetime) -> None:
    """Tell whoever wrote `message` what became of it, in his own language, where we have an address of his.

    Once a day for each message: staff may change their mind, and again.
    """
    thread, post = message.thread, None
    if message.author == Author.PEER:
        post = PeerPost.objects.filter(message=message).exclude(email="").first()
    elif message.author != Author.CUSTOMER or not thread.email:
        return
    if message.author == Author.PEER and post is None:
        return
    language = post.language if post else thread.language
    with translation.override(language):
        values = {"because": because, "reason": message.get_hidden_for_display()}
        owe(
            key=f"{what}:{message.pk}:{at:%Y%m%d}",
            address=post.email if post else thread.email,
            language=language,
            subject=_("About what you wrote: %(subject)s") % {"subject": post.public_id if post else thread.reference},
            said=[str(line) % values for line in said],
            link=tokens.url(Purpose.POST, post) if post else follow.url(thread),
            link_words=_("Your words, and where they stand"),
            by=by,
            at=at,
        )
