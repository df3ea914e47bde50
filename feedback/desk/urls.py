"""The inbox, at /admin/feedback/inbox/, behind the staff site's own door."""

from django.contrib import admin
from django.urls import URLPattern, path

from feedback.desk.views import entry, inbox, press, trial

guarded = admin.site.admin_view

urlpatterns: list[URLPattern] = [
    path("inbox/", guarded(inbox.show), name="inbox"),
    path("inbox/enter/", guarded(entry.enter), name="inbox_enter"),
    path("inbox/undo/", guarded(press.take_back), name="inbox_undo"),
    path("inbox/do/<slug:verb>/", guarded(press.press), name="inbox_press"),
    path("inbox/<str:reference>/", guarded(inbox.one), name="inbox_one"),
    path("inbox/<str:reference>/preview/", guarded(inbox.preview), name="inbox_preview"),
    path("routing/<int:pk>/trial/", guarded(trial.show), name="routing_trial"),
]
