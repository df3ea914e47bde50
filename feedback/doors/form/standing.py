"""Where a conversation stands, in words for its customer: never a state's name, always what happens next."""

from dataclasses import dataclass
from datetime import datetime

from feedback.threads.models import Thread
from feedback.threads.states import State


@dataclass(frozen=True, slots=True)
class Standing:
    """`turn` picks the sentence; `due_at` is when we write next, and `late` that we have not."""

    turn: str
    due_at: datetime | None
    late: bool


TURNS = {
    State.NEW: "ours",
    State.TRIAGED: "ours",
    State.OPEN: "ours",
    State.WAITING: "yours",
    State.ANSWERED: "answered",
    State.CLOSED: "closed",
    State.HELD: "held",
}


def of(thread: Thread, at: datetime) -> Standing:
    turn = "merged" if thread.merged_into_id else TURNS[State(thread.state)]
    if turn == "ours" and thread.first_answer_at is None:
        turn = "new"
    due_at = (thread.promised_at or thread.answer_due_at) if turn in {"new", "ours"} else None
    return Standing(turn, due_at, due_at is not None and due_at < at)
