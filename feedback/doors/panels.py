"""Gathers what the doors show on other pages."""

from feedback.doors.mail import panels as mail

__all__ = ["mail"]
