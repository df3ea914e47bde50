"""Who may make, change and remove the programs that hand something in."""

from core.actor import Actor
from core.sources.models import Source


def can_manage(actor: Actor, source: Source | type[Source]) -> bool:
    """Whoever may add one decides about its keys, too."""
    return actor.may(f"{source._meta.app_label}.add_{source._meta.model_name}")
