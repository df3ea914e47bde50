"""What ties conversations to incidents and closes the loop."""

from feedback.loop.actions.asking import ask_after_answer, ask_after_incident
from feedback.loop.actions.asking import tell as tell_score
from feedback.loop.actions.closing import prepare, retry, start, write
from feedback.loop.actions.counting import count_reports
from feedback.loop.actions.link import link, link_many, suggest, unlink, unlink_many
from feedback.loop.actions.tell import tell_update
from feedback.loop.actions.telling import note_lost, work

__all__ = [
    "ask_after_answer",
    "ask_after_incident",
    "count_reports",
    "link",
    "link_many",
    "note_lost",
    "prepare",
    "retry",
    "start",
    "suggest",
    "tell_score",
    "tell_update",
    "unlink",
    "unlink_many",
    "work",
    "write",
]
