"""Who may change the public pages themselves."""

from core.actor import Actor


def can_change_pages(actor: Actor) -> bool:
    return actor.may("incidents.change_statuspage")
