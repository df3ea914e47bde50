"""What can happen to a thread. Answers of ours are `feedback.answering.actions`."""

from feedback.threads.actions.attach import attach
from feedback.threads.actions.converse import add, close, note, reopen
from feedback.threads.actions.merge import merge, relate, unmerge
from feedback.threads.actions.receive import receive
from feedback.threads.actions.sort import assign, choose, hold, release, show, triage, want_updates
from feedback.threads.actions.steps import locked

__all__ = [
    "add",
    "assign",
    "attach",
    "choose",
    "close",
    "hold",
    "locked",
    "merge",
    "note",
    "receive",
    "relate",
    "release",
    "reopen",
    "show",
    "triage",
    "unmerge",
    "want_updates",
]
