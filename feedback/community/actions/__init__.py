"""What can happen in the community: to an answer, to a post of a peer, and to what must not be shown."""

from feedback.community.actions.answers import accept, highlight, mark_helpful, thank, unaccept, unhighlight
from feedback.community.actions.moderation import hide, take_private, uncover, unhide
from feedback.community.actions.posts import answer, confirm, keep_back, release, withdraw
from feedback.community.actions.reading import read_anew

__all__ = [
    "accept",
    "answer",
    "confirm",
    "hide",
    "highlight",
    "keep_back",
    "mark_helpful",
    "read_anew",
    "release",
    "take_private",
    "thank",
    "unaccept",
    "uncover",
    "unhide",
    "unhighlight",
    "withdraw",
]
