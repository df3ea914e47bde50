from django.urls import path

from incidents.statuspages import views

urlpatterns = [
    path("", views.home, name="status"),
    path("incidents/<str:reference>/", views.incident, name="public-incident"),
]
