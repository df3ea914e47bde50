"""Gathers the staff interfaces of the doors for Django."""

from feedback.doors.mail import admin as mail
from feedback.doors.social import admin as social

__all__ = ["mail", "social"]
