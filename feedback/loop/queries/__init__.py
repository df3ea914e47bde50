"""Reads of the loop; they never write."""

from feedback.loop.queries.links import Linked, linked, links, settings, standing, times_are_troubled
from feedback.loop.queries.matches import concern, concerns, matches

__all__ = ["Linked", "concern", "concerns", "linked", "links", "matches", "settings", "standing", "times_are_troubled"]
