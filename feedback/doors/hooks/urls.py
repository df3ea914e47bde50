from django.urls import path

from feedback.doors.hooks import views

urlpatterns = [path("api/feedback/<slug:slug>/", views.feedback, name="feedback-hook")]
