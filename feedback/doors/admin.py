"""Gathers the staff interfaces of the doors for Django."""

from feedback.doors.mail import admin as mail

__all__ = ["mail"]
