"""Who may change the pages themselves, and who reads a private one without a link."""

from core.actor import Actor


def can_change_pages(actor: Actor) -> bool:
    return actor.may("incidents.change_statuspage")


def can_read_private(actor: Actor) -> bool:
    return actor.may("incidents.view_statuspage")
