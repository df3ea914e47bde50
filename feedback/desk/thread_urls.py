"""The page of one conversation, at /admin/feedback/threads/<reference>/, behind the staff site's own door."""

from django.contrib import admin
from django.urls import URLPattern, path

from feedback.desk import thread_moves, thread_page

guarded = admin.site.admin_view

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", guarded(thread_page.show), name="thread_page"),
    path("<str:reference>/preview/", guarded(thread_page.preview), name="thread_preview"),
    path("<str:reference>/live/", guarded(thread_page.live), name="thread_live"),
    path("<str:reference>/here/", guarded(thread_page.here), name="thread_here"),
    path("<str:reference>/answer/", guarded(thread_page.answer), name="thread_answer"),
    path("<str:reference>/do/<slug:verb>/", guarded(thread_moves.do), name="thread_do"),
]
