"""What happens when a clock runs out, and when its policy changes."""

from feedback.duty.actions.escalate import escalate
from feedback.duty.actions.retime import begin_retiming, retime
from feedback.duty.actions.tell import tell

__all__ = ["begin_retiming", "escalate", "retime", "tell"]
