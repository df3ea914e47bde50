"""Gathers the slices' public addresses."""

from incidents.statuspages import urls as statuspages
from incidents.subscribers import urls as subscribers

urlpatterns = [*statuspages.urlpatterns, *subscribers.urlpatterns]
