"""Advice on an answer while it is typed: what would keep it back, and the wording linter's remarks (practice P6)."""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from core.text import markdown
from feedback.answering import queries as answering
from feedback.answering.actions.reply import not_named, why
from feedback.answering.secrecy import named_suppliers
from feedback.targets.models import RegisterPolicy
from feedback.threads.models import Thread
from feedback.threads.states import Kind
from incidents.wording import queries as wording

# Rules about incidents' ledgers and channels; of gaps and suppliers the answer itself speaks, more precisely.
NOT_OURS = frozenset(
    {
        *("unfilled_placeholder", "channel_length", "third_party_named"),
        *("claim_number", "claim_recovered", "claim_data_safe"),
    }
)


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
    if named := named_suppliers(text, thread.language):
        found.append(Hint(True, not_named(named)))
    rows = wording.check(text=text, language=thread.language, phase="correction", channel_kind="email")
    found += [Hint(False, str(row["message"]), row["quote"]) for row in rows if row["rule"] not in NOT_OURS]
    return list(dict.fromkeys(found))
