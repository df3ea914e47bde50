"""What the desk does with many conversations; each single step is `feedback.threads.actions`."""

from feedback.desk.actions.route import route, route_new
from feedback.desk.actions.undo import undo

__all__ = ["route", "route_new", "undo"]
