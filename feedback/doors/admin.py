"""Gathers the staff interfaces of the doors for Django."""

from feedback.doors.hooks import admin as hooks
from feedback.doors.mail import admin as mail
from feedback.doors.social import admin as social

__all__ = ["hooks", "mail", "social"]
