"""Whoever likes to may draft; marketing keeps the brand's voice (practice P4)."""

from core.actor import Actor
from incidents.message_templates.models import MessageTemplate

VIEW = "incidents.view_messagetemplate"
DRAFT = "incidents.draft_template"
APPROVE = "incidents.approve_template"


def can_view(actor: Actor, template: MessageTemplate | None = None) -> bool:
    return actor.may(VIEW)


def can_draft(actor: Actor, template: MessageTemplate | None = None) -> bool:
    return actor.may(DRAFT)


def can_approve(actor: Actor, template: MessageTemplate | None = None) -> bool:
    return actor.may(APPROVE)


can_retire = can_approve
