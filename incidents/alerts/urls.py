from django.urls import path

from incidents.alerts import views

urlpatterns = [
    path("api/alerts/<slug:slug>/", views.alerts, name="alerts"),
    path("v2/enqueue", views.enqueue, name="pagerduty-enqueue"),
]
