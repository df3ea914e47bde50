from django.urls import path

from feedback.doors.mail import views

urlpatterns = [path("api/mail-in/<slug:provider>/", views.mail_in, name="mail-in")]
