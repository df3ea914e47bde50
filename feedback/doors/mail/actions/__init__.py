"""What happens to a mail that comes in: kept first, read afterwards."""

from feedback.doors.mail.actions.keep import forget_raw, keep, note_look
from feedback.doors.mail.actions.read import begin, read, read_again

__all__ = ["begin", "forget_raw", "keep", "note_look", "read", "read_again"]
