"""Gathers the addresses of the doors."""

from feedback.doors.mail import urls as mail

urlpatterns = [*mail.urlpatterns]
