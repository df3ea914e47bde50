"""A letter to one of our own people: one shape and one road for every reason to write it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from core.accounts.models import User
from core.actor import Actor
from core.delivery import actions as delivery


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def written(text_template: str, html_template: str, *, subject: str, user: User, told: dict[str, Any]) -> Letter:
    """`told` fills both templates; whoever calls has switched to the language of `user`."""
    context = {"subject": subject, "sender": "Candor", "LANGUAGE_CODE": user.locale, **told}
    text = render_to_string(text_template, context).strip() + "\n"
    return Letter(subject, text, render_to_string(html_template, context))


def owe(letter: Letter, *, key: str, user: User, by: Actor, at: datetime) -> None:
    """Once a `key` and person; whoever has no address is told by the rooms alone."""
    if not user.email:
        return
    delivery.owe_one(
        key=f"{key}:{user.pk}",
        label=letter.subject,
        channel="email",
        address=user.email,
        recipient=f"user:{user.pk}",
        language=user.locale,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        by=by,
        at=at,
    )
