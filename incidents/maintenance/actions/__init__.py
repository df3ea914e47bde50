"""Everything that plans maintenance by itself and tells readers of it."""

from incidents.maintenance.actions.notices import owe, remind, tell
from incidents.maintenance.actions.series import plan

__all__ = ["owe", "plan", "remind", "tell"]
