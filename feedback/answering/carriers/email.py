"""A letter with the words themselves and the link to the whole conversation."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor
from core.delivery import actions as delivery
from core.text import lines
from feedback.answering import letters
from feedback.answering.extras import NONE, Extras
from feedback.threads import addresses, links
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author

IS_LETTER = True


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime, extras: Extras = NONE) -> None:
    if not thread.email:
        return
    with translation.override(thread.language):
        subject = lines.one_line(f"{extras.subject or about(thread, message)} [{thread.reference}]")
        told = {"thread": thread, "message": message, "link": links.url(thread), "subject": subject}
        told |= {"sender": "Candor", "LANGUAGE_CODE": thread.language, "address": addresses.address(thread)}
        told |= {"extras": extras}
        text = render_to_string("emails/feedback/answer.txt", told).strip() + "\n"
        html = render_to_string("emails/feedback/answer.html", told)
    delivery.owe_one(
        key=letters.key(message),
        label=subject,
        channel="email",
        address=thread.email,
        recipient=f"feedback:{thread.reference}",
        language=thread.language,
        subject=subject,
        text=text,
        html=html,
        payload={"headers": letters.headers(thread, message)},
        by=by,
        at=at,
    )


def about(thread: Thread, message: Message) -> str:
    """A program repeats nothing of what was typed: somebody else's address may stand on the form."""
    if message.author == Author.AUTOMATIC:
        return _("Your message has reached us")
    return f"{_('Re:')} {thread.subject}"
