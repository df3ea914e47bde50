"""Everything that changes what is said about an incident."""

from incidents.communication.actions.correct import correct
from incidents.communication.actions.drafting import UNCHANGED, discard, draft, revise
from incidents.communication.actions.hold import hold
from incidents.communication.actions.publish import publish
from incidents.communication.actions.touch import touch
from incidents.communication.texts import Text

__all__ = ["UNCHANGED", "Text", "correct", "discard", "draft", "hold", "publish", "revise", "touch"]
