"""Gathers the slices' public addresses."""

from django.urls import URLPattern

from feedback.community.urls import urlpatterns as community
from feedback.doors.form.urls import urlpatterns as form
from feedback.doors.urls import urlpatterns as doors
from feedback.loop.urls import urlpatterns as loop

urlpatterns: list[URLPattern] = [*form, *doors, *loop, *community]
