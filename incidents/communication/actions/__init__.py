"""Everything that changes what is said about an incident."""

from incidents.communication.actions.amend import prepare_correction
from incidents.communication.actions.components import tell_components
from incidents.communication.actions.correct import correct
from incidents.communication.actions.drafting import UNCHANGED, discard, draft, revise
from incidents.communication.actions.hold import hold
from incidents.communication.actions.publish import publish
from incidents.communication.actions.signatures import ask_signatures, refuse, sign
from incidents.communication.actions.touch import touch
from incidents.communication.actions.windows import let_out, object_to, withdraw
from incidents.communication.texts import Text

__all__ = [
    "UNCHANGED",
    "Text",
    "ask_signatures",
    "correct",
    "discard",
    "draft",
    "hold",
    "let_out",
    "object_to",
    "prepare_correction",
    "publish",
    "refuse",
    "revise",
    "sign",
    "tell_components",
    "touch",
    "withdraw",
]
