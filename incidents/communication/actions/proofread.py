from typing import Any

from core.actor import Actor
from core.actor import Kind as ActorKind
from incidents.communication import proofreading
from incidents.communication.bulletin import Bulletin
from incidents.communication.errors import Blocked
from incidents.wording.linter import Category


def proofread(bulletin: Bulletin, *, by: Actor, reason: str) -> tuple[list[dict[str, Any]], str]:
    """(what the linter says, the reason that was needed); raises `Blocked` when it holds the words back.

    The clock's own words are never held back: nobody is there to mend them. What needs a second
    signature is another question (`signatures.require_signed`), and no reason of the lead's answers it.
    """
    remarks = proofreading.read(bulletin)
    mine = [remark for remark in remarks if remark.finding.category != Category.NEEDS_SIGNATURE]
    blocking = [remark for remark in mine if remark.finding.blocks]
    reason = reason.strip()
    held = [remark for remark in blocking if not (reason and remark.finding.overridable)]
    if held and by.kind != ActorKind.SYSTEM:
        raise Blocked(held)
    return [remark.as_row() for remark in remarks], reason if blocking else ""
