"""A customer at the public form: loads it, waits as people do, and sends."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from feedback.doors.form import tokens
from feedback.threads.models import Thread

FORM = "/feedback/"
WORDS = "The film stops after two minutes on my television."


def token(*, age: timedelta = timedelta(minutes=1)) -> str:
    """One that a form was given `age` ago."""
    return tokens.make(timezone.now() - age)


def filled(**fields: Any) -> dict[str, Any]:
    """The second step as a customer sends it; None leaves a field out."""
    data = {
        "step": "2",
        "token": token(),
        "website": "",
        "about": "broken",
        "text": WORDS,
        "reply_by": "email",
        "email": "ana@example.org",
        "telephone": "",
        "name": "Ana",
        "language": "en",
    } | fields
    return {name: value for name, value in data.items() if value is not None}


def sent(client: Any, **fields: Any) -> Thread:
    """The thread that a whole form made."""
    answer = client.post(FORM, filled(**fields))
    assert answer.status_code == 303, answer.content.decode()
    return Thread.objects.get(reference=answer["Location"].split("/feedback/")[1].split("/")[0])
