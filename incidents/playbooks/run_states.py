"""What a run of a playbook can be (domain: Playbooks). Pure."""

import re
import unicodedata
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text.folding import fold
from incidents.playbooks.flow import Node, Walk
from incidents.playbooks.states import ASK_AGAIN_AFTER_MINUTES, NodeKind, Until

_ACCENTS = re.compile("[\u0300-\u036f]")
DEEPEST = 4  # playbooks within playbooks; a circle is refused when a chart is published, this holds for old versions


class RunState(models.TextChoices):
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    ABANDONED = "abandoned", _("Abandoned")


# An end that rested on a wrong answer is taken back by correcting that answer.
MOVES: dict[str, tuple[str, ...]] = {
    RunState.RUNNING: (RunState.ENDED, RunState.ABANDONED),
    RunState.ENDED: (RunState.RUNNING,),
    RunState.ABANDONED: (),
}


def waits_until(node: Node, walk: Walk, *, since: datetime, promised: datetime | None) -> datetime | None:
    """When the current node becomes due; None when nothing is waited for.

    `since` is when the node was reached, `promised` the incident's next promised update.
    """
    if walk.asks_again:
        return since + timedelta(minutes=ASK_AGAIN_AFTER_MINUTES)
    if node.kind != NodeKind.WAIT:
        return None
    if node.until == Until.NEXT_PROMISE:
        return promised
    return since + timedelta(minutes=node.minutes or 0)


def deadline(node: Node, *, since: datetime) -> datetime | None:
    """By when a message should be said."""
    if node.kind != NodeKind.MESSAGE or node.deadline is None:
        return None
    return since + timedelta(minutes=node.deadline)


def fits(symptoms: list[str], words: str) -> bool:
    """Whether the title or the symptom told holds all the words of one of a playbook's symptoms.

    Words count by their first five letters, so that "failed" fits "fails", with or without accents; a language
    that writes without spaces is searched as it is.
    """
    words = _plain(words)
    told = set("".join(letter if letter.isalnum() else " " for letter in words).split())

    def holds(part: str) -> bool:
        return any(heard.startswith(part[:5]) for heard in told) or (not part.isascii() and part in words)

    return any(all(holds(part) for part in _plain(symptom).replace("-", "_").split("_")) for symptom in symptoms)


def _plain(text: str) -> str:
    """Lower case, and Latin letters without accents; the marks of kana are no accents."""
    apart = unicodedata.normalize("NFD", fold(text).text.lower())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))
