"""Gathers the slices' public addresses."""

from incidents.statuspages import urls as statuspages

urlpatterns = [*statuspages.urlpatterns]
