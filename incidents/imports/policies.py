from core.actor import Actor


def can_import(actor: Actor) -> bool:
    """Whoever may shape the catalogue and command an incident: an import writes both."""
    return actor.may("incidents.add_component") and actor.may("incidents.command_incident")
