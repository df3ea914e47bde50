"""Gathers the addresses of the doors."""

from feedback.doors.hooks import urls as hooks
from feedback.doors.mail import urls as mail

urlpatterns = [*hooks.urlpatterns, *mail.urlpatterns]
