"""Gathers the slices' public addresses."""

from django.urls import URLPattern

from feedback.doors.form.urls import urlpatterns as form

urlpatterns: list[URLPattern] = [*form]
