"""What happens when a clock runs out, and when its policy changes."""

from feedback.duty.actions.close_days import close_days
from feedback.duty.actions.escalate import escalate
from feedback.duty.actions.retiming import begin_retiming, retime
from feedback.duty.actions.tell import tell

__all__ = ["begin_retiming", "close_days", "escalate", "retime", "tell"]
