from django.urls import path

from core.delivery import views

urlpatterns = [path("api/mail-events/<slug:provider>/", views.mail_events, name="mail-events")]
