"""Everything that changes through which accounts we speak."""

from incidents.outlets.actions.keeping import change, create, note_limit, remove
from incidents.outlets.actions.speaking import tell_staff, test
from incidents.outlets.actions.standing import answered, pause, refused, resume

__all__ = ["answered", "change", "create", "note_limit", "pause", "refused", "remove", "resume", "tell_staff", "test"]
