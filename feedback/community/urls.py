from django.urls import path, re_path

from core.web import sitemap
from feedback.community.views import marking, posts, reading, writing
from feedback.threads.references import PATTERN

THREAD = rf"^community/(?P<reference>{PATTERN})"

sitemap.register("/community/sitemap.xml")

urlpatterns = [
    path("community/", reading.front, name="community"),
    path("community/sitemap.xml", reading.sitemap_part, name="community-sitemap"),
    path("community/ask/", writing.ask, name="community-ask"),
    path("community/posts/<str:token>/", posts.post, name="community-post"),
    path("community/confirm/<str:token>/", posts.confirm, name="community-confirm"),
    re_path(rf"{THREAD}/$", reading.thread, name="community-thread"),
    re_path(rf"{THREAD}/answer/$", writing.answer, name="community-answer"),
    re_path(rf"{THREAD}/helpful/$", marking.helpful, name="community-helpful"),
    re_path(rf"{THREAD}/accept/$", marking.accept, name="community-accept"),
]
