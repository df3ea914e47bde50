"""Advice on an answer while it is typed: what would keep it back, and the wording linter's remarks (practice P6)."""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from core.text import markdown
from feedback.answering import queries as answering
from feedback.answering.actions.reply import why
from feedback.targets.models import RegisterPolicy
from feedback.threads.models import Thread
from feedback.threads.states import Kind
from incidents.wording import queries as wording

# Rules about incidents' ledgers and channels; the gate speaks of gaps itself, more precisely.
NOT_OURS = frozenset({"unfilled_placeholder", "channel_length", "claim_number", "claim_recovered", "claim_data_safe"})
KEEPS_BACK = frozenset({"third_party_named"})


@dataclass(frozen=True, slots=True)
class Hint:
    """`blocks`: it would not be sent like this."""

    blocks: bool
    message: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How the customer would see it."""

    html: str
    kind: str
    hints: tuple[Hint, ...]


def look(text: str, kind: str, thread: Thread, policy: RegisterPolicy | None, *, by: Actor, at: datetime) -> Look:
    return Look(markdown.render(text), kind, tuple(hints(text, kind, thread, policy, by=by, at=at)))


def hints(
    text: str, kind: str, thread: Thread, policy: RegisterPolicy | None, *, by: Actor, at: datetime
) -> list[Hint]:
    """What blocks first. A note is for colleagues: nothing is asked of it."""
    if not text.strip() or kind == Kind.NOTE:
        return []
    found = []
    if refusal := answering.refusal(text, thread, policy, by=by, at=at):
        found.append(Hint(True, why(refusal)))
    rows = wording.check(text=text, language=thread.language, phase="correction", channel_kind="email")
    for row in rows:
        if row["rule"] not in NOT_OURS:
            found.append(Hint(row["rule"] in KEEPS_BACK, str(row["message"]), row["quote"]))
    return sorted(dict.fromkeys(found), key=lambda hint: not hint.blocks)
