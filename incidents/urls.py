"""Gathers the slices' public addresses."""

from incidents.alerts import urls as alerts
from incidents.statuspages import urls as statuspages
from incidents.subscribers import urls as subscribers

urlpatterns = [*alerts.urlpatterns, *statuspages.urlpatterns, *subscribers.urlpatterns]
