from feedback.answering.models.canned import CannedReply, CannedText, CannedUse
from feedback.answering.models.writing import ReplyDraft, ThreadPresence

__all__ = ["CannedReply", "CannedText", "CannedUse", "ReplyDraft", "ThreadPresence"]
